/* Filrouge: asks for consent, keeps what was answered, and tells it to the daemon. No cookie, nothing from elsewhere. */
(() => {
  "use strict";
  const plan = /*PLAN*/;
  const me = document.currentScript, data = me.dataset;
  const host = me.src.replace(/\/v1\/banner\.js.*$/, "");
  const store = "filrouge-consent", name = "filrouge-id";
  const tongue = (data.lang || document.documentElement.lang || navigator.language || "").slice(0, 2);
  const lang = tongue === "fr" ? "fr" : "en";
  const say = plan.texts[lang];
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, value); } catch { /* nothing is kept */ } };

  const kept = () => {
    try {
      const own = JSON.parse(read(store));
      const fresh = own.version === plan.version && Date.now() - own.at < plan.days * 864e5;
      return fresh ? own : null;
    } catch { return null; }
  };
  const who = () => {
    if (data.userId) return { userId: data.userId };
    const own = read(name) || crypto.randomUUID();
    write(name, own);
    return { anonymousId: own };
  };

  // Google Consent Mode v2: denied until somebody says yes.
  window.dataLayer = window.dataLayer || [];
  function gtag() { window.dataLayer.push(arguments); }
  const signals = (choices) => {
    const state = Object.fromEntries(plan.signals.map((signal) => [signal, "denied"]));
    for (const purpose of plan.purposes) {
      if (choices[purpose.name]) for (const signal of purpose.signals) state[signal] = "granted";
    }
    return state;
  };

  const post = (call, said) => fetch(host + "/v1/" + call, {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...who(), writeKey: data.writeKey, messageId: crypto.randomUUID(), url: location.origin + location.pathname, language: lang, ...said,
    }),
  }).then((answer) => { if (!answer.ok) console.warn("filrouge: the decision was not taken:", answer.status); })
    .catch(() => console.warn("filrouge: the decision could not be told"));
  const tell = (choices, how, purposes) => Promise.all(purposes.map((purpose) => post("consent", {
    purpose: purpose.name, granted: !!choices[purpose.name], evidence: how, method: how,
    ...(purpose.notice && { notice: purpose.notice.id, noticeVersion: purpose.notice.version, noticeHash: purpose.notice.sha256 }),
  })));

  const decide = (choices, how, purposes = plan.purposes) => {
    write(store, JSON.stringify({ version: plan.version, at: Date.now(), choices }));
    gtag("consent", "update", signals(choices));
    close();
    document.dispatchEvent(new CustomEvent("filrouge-consent", { detail: choices }));
    return tell(choices, how, purposes);
  };
  const all = (yes) => Object.fromEntries(plan.purposes.map((purpose) => [purpose.name, yes]));

  let box = null, before = null;
  const close = () => {
    if (!box) return;
    box.remove();
    box = null;
    if (before && before.focus) before.focus();
  };
  const make = (tag, text, set) => {
    const own = document.createElement(tag);
    if (text) own.textContent = text;
    return Object.assign(own, set || {});
  };

  const open = () => {
    close();
    before = document.activeElement;
    box = make("div", "", { lang });
    const root = box.attachShadow({ mode: "open" });
    root.append(make("style", plan.style));
    const panel = make("section", "", { tabIndex: -1 });
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-labelledby", "title");
    panel.append(make("h2", say.title, { id: "title" }), make("p", say.text));
    const choices = kept() ? kept().choices : {};
    const list = make("details");
    list.append(make("summary", say.choose));
    const boxes = plan.purposes.map((purpose) => {
      const row = make("div", "", { className: "row" });
      const tick = make("input", "", { type: "checkbox", id: "p-" + purpose.name, checked: !!choices[purpose.name] });
      const own = purpose.texts[lang] || purpose.texts.own;
      const label = make("label", own.title, { htmlFor: tick.id });
      const more = make("div");
      more.append(label);
      if (own.description) more.append(make("p", own.description));
      if (purpose.notice) {
        const notice = make("details");
        notice.append(make("summary", say.notice + " (" + purpose.notice.version + ")"), make("p", purpose.notice.text, { className: "text" }));
        more.append(notice);
      }
      row.append(tick, more);
      list.append(row);
      return [purpose.name, tick];
    });
    const save = make("button", say.save, { type: "button", className: "plain" });
    save.onclick = () => {
      const chosen = Object.fromEntries(boxes.map(([own, tick]) => [own, tick.checked]));
      decide(chosen, Object.values(chosen).some(Boolean) ? "button" : "reject");
    };
    list.append(save);
    const no = make("button", say.no, { type: "button" }), yes = make("button", say.yes, { type: "button" });
    no.onclick = () => decide(all(false), "reject");
    yes.onclick = () => decide(all(true), "button");
    const buttons = make("div", "", { className: "buttons" });
    buttons.append(no, yes);
    panel.append(buttons, list);
    panel.onkeydown = (event) => { if (event.key === "Escape") close(); };
    root.append(panel);
    document.body.append(box);
    panel.focus({ preventScroll: true });
  };

  const start = () => {
    document.querySelectorAll("[data-filrouge-consent]").forEach((own) => own.addEventListener("click", open));
    const own = kept();
    if (navigator.globalPrivacyControl) {
      // The browser has answered for what it is about, and nobody is asked; a letter that somebody agreed to is not among it.
      if (!own || bound.some((purpose) => own.choices[purpose.name])) decide(silenced(), "gpc", bound);
    } else if (!own) open();
  };
  // Another tool asks on this page: what it says is handed on, with the notices that it shows, and nobody is asked twice.
  const heard = (said) => post("signals", {
    ...said, gpc: !!navigator.globalPrivacyControl, timestamp: new Date().toISOString(),
    notices: (data.notices || "").split(/[ ,]+/).filter(Boolean),
  });
  const listen = () => {
    if (window.__tcfapi) window.__tcfapi("addEventListener", 2, (own, ok) => {
      if (ok && own.eventStatus === "useractioncomplete") heard({ tcf: own.tcString });
    });
    if (window.__gpp) window.__gpp("addEventListener", (own) => {
      if (own.eventName === "signalStatus" && own.data === "ready") heard({ gpp: own.pingData.gppString });
    });
    const push = window.dataLayer.push;
    window.dataLayer.push = (...all) => {
      for (const own of all) if (own[0] === "consent" && own[1] === "update") heard({ consentMode: states(own[2]) });
      return push.apply(window.dataLayer, all);
    };
  };
  const states = (own) => Object.fromEntries(Object.entries(own).filter(([, state]) => state === "granted" || state === "denied"));
  const bound = plan.purposes.filter((purpose) => purpose.gpc);
  const silenced = () => {
    const choices = { ...(kept() || {}).choices };
    if (navigator.globalPrivacyControl) for (const purpose of bound) choices[purpose.name] = false;
    return choices;
  };
  if ("signals" in data) return listen();
  gtag("consent", "default", signals(silenced()));
  window.filrougeConsent = { open, choices: () => (kept() || { choices: all(false) }).choices };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
