// Drives the preference centre, the links of messages and the banner in Chromium. Prints `ok NAME` for each thing that
// holds, and ends with an error at the first that does not.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const scene = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = scene.chromium.startsWith("/") ? scene.chromium : `/usr/bin/${scene.chromium}`;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

const done = (name) => console.log(`ok ${name}`);
const admin = async () => {
  const answer = await fetch(`${scene.url}/admin/v1/person?person=lea`, { headers: { authorization: "Bearer dev" } });
  return (await answer.json()).people[0];
};
const consent = async (purpose, channel) => {
  const found = (await admin()).consents.find((own) => own.purpose === purpose && own.channel === channel);
  return found && found.granted;
};

/** A page in a browser of its own. */
const open = async (url, options = {}) => {
  const context = await browser.newContext({ locale: "fr-FR", ...options });
  const page = await context.newPage();
  page.elsewhere = [];
  page.on("request", (request) => {
    const own = new URL(request.url());
    if (own.protocol !== "data:" && own.origin !== new URL(url).origin) page.elsewhere.push(request.url());
  });
  page.wrong = [];
  page.on("console", (line) => { if (line.type() === "error") page.wrong.push(line.text()); });
  await page.goto(url);
  return page;
};
const shot = (page, name) => page.screenshot({ path: `${scene.screens}/${name}.png`, fullPage: true });

/** Every rule of WCAG 2.0 to 2.2, levels A and AA, and good practice. Evaluated by the debugger: the page's policy runs no script. */
const accessible = async (page) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  const told = found.violations.map((own) => `${own.id}: ${own.nodes.map((node) => node.html + " " + node.failureSummary).join("\n  ")}`);
  assert.deepEqual(told, []);
  assert.ok(found.passes.length > 10, "axe looked at the page");
};
const box = (page, purpose, channel) => page.locator(`[id="on:${purpose}:${channel}"]`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

// The page.
let page = await open(scene.page);
const titles = await page.locator("fieldset > legend").allTextContents();
assert.deepEqual(titles, ["Nos lettres", "Mesure d’audience", "Produits semblables", "Ce qui vous intéresse", "À quel rythme ?", "Langue"]);
assert.deepEqual(await page.locator("ul.plain > li > strong").allTextContents(), ["Vos commandes", "Confirmation d’un STOP"]);
assert.equal(await box(page, "letters", "email").isChecked(), true);
assert.equal(await box(page, "letters", "sms").isChecked(), false);
assert.equal(await box(page, "similar", "email").isChecked(), true);
await page.getByText("Ce que vous acceptez").first().click();
await accessible(page);
await shot(page, "page");
assert.equal((await page.context().cookies()).length, 0);
done("the page lists every purpose and nothing is wrong for axe");

const left = await open(scene.page);
await box(page, "letters", "sms").check();
await press(page, "Enregistrer mes choix");
assert.match(await page.getByRole("status").textContent(), /enregistrés/);
assert.equal(await box(page, "letters", "sms").isChecked(), true);
assert.equal(await consent("letters", "sms"), true);
await accessible(page);
await shot(page, "saved");
done("a grant is saved and shown as a grant");

await box(page, "letters", "email").uncheck();
await box(page, "similar", "email").uncheck();
await press(page, "Enregistrer mes choix");
await page.goto(scene.page);
assert.equal(await box(page, "letters", "email").isChecked(), false);
assert.match(await page.locator('[id="at:letters:email"]').textContent(), /^Refusé le/);
assert.equal(await box(page, "similar", "email").isChecked(), false);
assert.equal(await consent("letters", "email"), false);
done("a refusal is saved and shown as a refusal");

// The other page still shows what was: what was not touched there decides nothing.
assert.equal(await box(left, "letters", "email").isChecked(), true);
await box(left, "measures", "email").check();
await press(left, "Enregistrer mes choix");
assert.equal(await consent("letters", "email"), false);
assert.equal(await consent("measures", "email"), true);
await left.context().close();
done("a page that was left open undoes nothing");

await page.goto(scene.page);
await page.getByLabel("Le vin").check();
await page.getByLabel("Une fois par mois").check();
await page.getByLabel("Écrivez-moi en").selectOption("en");
await press(page, "Enregistrer mes choix");
const { fields } = await admin();
assert.deepEqual([fields.likes_wine, fields.rhythm, fields.language], [true, "monthly", "en"]);
assert.equal(await page.getByLabel("Le vin").isChecked(), true);
assert.equal(await page.getByLabel("Une fois par mois").isChecked(), true);
done("topics, rhythm and language are saved");

await press(page, "Tout refuser");
assert.match(await page.getByRole("status").textContent(), /refusé/);
for (const own of await page.locator("input[name^='on:']").all()) assert.equal(await own.isChecked(), false);
for (const [purpose, channel] of [["letters", "email"], ["letters", "sms"], ["measures", "email"], ["similar", "email"]]) {
  assert.equal(await consent(purpose, channel), false, `${purpose} ${channel}`);
}
done("everything is refused by one button");

await page.getByRole("link", { name: "Vos décisions, avec leurs reçus" }).click();
assert.ok(await page.locator(".card").count() >= 6);
await accessible(page);
await shot(page, "receipts");
const href = await page.getByRole("link", { name: "JSON" }).last().getAttribute("href");
const receipt = await (await fetch(scene.url + href)).json();
assert.equal(receipt.schema_version, "ISO/IEC TS 27560:2023");
assert.deepEqual([receipt.pii_processing.purpose, receipt.event.event_state, receipt.parties[0].name], ["letters", "granted", "Atelier SAS"]);
await page.getByRole("link", { name: "Lire le reçu" }).first().click();
await accessible(page);
await shot(page, "receipt");
done("receipts are there to read and to keep");

page = await open(scene.page + "?lang=en");
assert.equal(await page.locator("html").getAttribute("lang"), "en");
assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Your choices");
assert.equal((await page.locator("fieldset > legend").allTextContents())[0], "Our letters");
await accessible(page);
await shot(page, "english");
done("the page speaks English");

page = await open(scene.page, { colorScheme: "dark" });
assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(22, 24, 29)");
await accessible(page);
await shot(page, "dark");
done("the page is dark in the dark");

page = await open(scene.page, { viewport: { width: 320, height: 640 } });
assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), "nothing is cut off at 320 pixels");
const sizes = await page.locator("button, input[type=checkbox], input[type=radio], select").evaluateAll((all) => all.map((own) => own.getBoundingClientRect()).map((own) => Math.min(own.width, own.height)));
assert.ok(sizes.every((size) => size >= 24), `every target has 24 pixels at least: ${sizes}`);
await accessible(page);
await shot(page, "phone");
done("the page fits a phone");

await page.emulateMedia({ media: "print" });
assert.equal(await page.getByRole("button").count(), 0);
const notice = page.getByText("L’Atelier vous écrit deux fois par mois", { exact: false });
assert.ok((await notice.boundingBox()).height > 0, "what was agreed to is printed");
await shot(page, "print");
done("the page is printed without buttons");

page = await open(scene.page, { javaScriptEnabled: false });
await box(page, "letters", "email").check();
await press(page, "Save my choices").catch(() => press(page, "Enregistrer mes choix"));
assert.equal(await box(page, "letters", "email").isChecked(), true);
assert.equal(await consent("letters", "email"), true);
assert.deepEqual(page.elsewhere, []);
assert.deepEqual(page.wrong, []);
done("the page works without JavaScript and loads nothing from elsewhere");

// A link of two years ago, signed here by hand.
const token = Buffer.from(scene.page.split("/p/")[1], "base64url").subarray(0, 21);
const old = Buffer.from(token);
old.writeInt32BE(old.readInt32BE(17) - 730, 17);
const signed = createHmac("sha256", readFileSync(scene.key)).update("filrouge preferences\0").update(old).digest().subarray(0, 16);
const expired = `${scene.url}/p/${Buffer.concat([old, signed]).toString("base64url")}`;
page = await open(expired, { locale: "en-GB" });
assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "This link has expired");
assert.equal(await page.locator("input[type=checkbox]").count(), 0);
await accessible(page);
await shot(page, "expired");
await press(page, "Refuse everything");
assert.match(await page.getByRole("status").textContent(), /is refused/);
assert.equal(await consent("letters", "email"), false);
assert.equal((await fetch(`${scene.url}/p/AAAA`)).status, 404);
done("an expired link shows nothing and still refuses");

const grant = (body) => fetch(`${scene.url}/v1/consent`, {
  method: "POST", headers: { authorization: `Basic ${btoa("dev:")}`, "content-type": "application/json" },
  body: JSON.stringify({ userId: "lea", purpose: "letters", channel: "email", granted: true, evidence: "form", ...body }),
});
await grant({});
page = await open(scene.unsubscribe, { locale: "en-GB" });
for (const method of ["HEAD", "OPTIONS", "GET"]) await fetch(scene.unsubscribe, { method, headers: { purpose: "prefetch" } });
assert.equal(await consent("letters", "email"), true, "looking withdraws nothing");
await accessible(page);
await shot(page, "unsubscribe");
assert.match(await page.locator("main").textContent(), /no more “Our letters” messages by email/);
await press(page, "Unsubscribe");
assert.match(await page.getByRole("status").textContent(), /unsubscribed/);
await accessible(page);
await shot(page, "unsubscribed");
assert.equal(await consent("letters", "email"), false);
await grant({});
const clicked = await fetch(scene.unsubscribe, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }), redirect: "manual" });
assert.equal(clicked.status, 200);
assert.equal(await consent("letters", "email"), false);
assert.equal((await fetch(`${scene.url}/u/forged`, { method: "POST" })).status, 200);
done("one click withdraws and looking does not");

// The banner, on somebody's site.
const site = createServer((_, answer) => {
  answer.setHeader("content-type", "text/html; charset=utf-8");
  answer.end(`<!doctype html><html lang="fr"><head><title>Site</title></head><body><main><h1>Site</h1><p>Bonjour</p>
    <button data-filrouge-consent>Mes choix</button></main>
    <script src="${scene.url}/v1/banner.js" data-write-key="dev" data-user-id="lea"></script></body></html>`);
});
await new Promise((ready) => site.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${site.address().port}/`;
const script = await (await fetch(`${scene.url}/v1/banner.js`)).text();
assert.ok(script.length < 12_288, `the script has ${script.length} bytes`);

page = await open(home);
const dialog = page.getByRole("dialog", { name: "Votre choix" });
await dialog.waitFor();
const [no, yes] = [dialog.getByRole("button", { name: "Tout refuser" }), dialog.getByRole("button", { name: "Tout accepter" })];
const [a, b] = [await no.boundingBox(), await yes.boundingBox()];
assert.deepEqual([a.width, a.height, a.y], [b.width, b.height, b.y], "both stand side by side, equally large");
const style = (own) => own.evaluate((node) => { const { backgroundColor, color, fontSize, fontWeight } = getComputedStyle(node); return [backgroundColor, color, fontSize, fontWeight]; });
assert.deepEqual(await style(no), await style(yes));
await page.keyboard.press("Tab");
assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent), "Tout refuser", "the first key leads to the refusal");
await accessible(page);
await shot(page, "banner");
await dialog.getByText("Choisir en détail").click();
for (const own of await dialog.getByRole("checkbox").all()) assert.equal(await own.isChecked(), false, "nothing is ticked beforehand");
await shot(page, "banner-open");
const layer = () => page.evaluate(() => window.dataLayer.map((own) => [...own]));
const [, first] = [0, (await layer())[0]];
assert.deepEqual(first.slice(0, 2), ["consent", "default"]);
assert.ok(Object.values(first[2]).every((own) => own === "denied"));
const told = (count) => {
  let seen = 0;
  return new Promise((ready) => page.on("response", (answer) => {
    if (answer.url().endsWith("/v1/consent") && answer.request().method() === "POST" && ++seen === count) ready();
  }));
};
let heard = told(2);
await no.click();
await heard;
assert.equal(await dialog.count(), 0);
assert.equal(await consent("measures", "email"), false);
await page.reload();
assert.equal(await dialog.count(), 0, "nobody is asked twice");
await shot(page, "banner-closed");
done("the banner refuses as easily as it accepts");

await page.getByRole("button", { name: "Mes choix" }).click();
await dialog.getByText("Choisir en détail").click();
await dialog.getByLabel("Mesure d’audience").check();
heard = told(2);
await dialog.getByRole("button", { name: "Enregistrer ces choix" }).click();
await heard;
assert.equal(await consent("measures", "email"), true);
assert.equal(await consent("letters", "email"), false);
const last = (await layer()).at(-1);
assert.deepEqual([last[1], last[2].analytics_storage, last[2].ad_storage], ["update", "granted", "denied"]);
assert.deepEqual(await page.evaluate(() => window.filrougeConsent.choices()), { letters: false, measures: true });
assert.equal(await page.evaluate(() => document.activeElement.textContent), "Mes choix", "the focus goes back to where it was");
done("the banner tells the daemon and Google what was chosen");

await grant({});
const quiet = await browser.newContext({ locale: "fr-FR" });
await quiet.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
page = await quiet.newPage();
heard = told(1);
await page.goto(home);
await heard;
assert.equal(await page.getByRole("dialog").count(), 0, "who has answered by the browser is not asked");
assert.equal(await consent("measures", "email"), false);
assert.equal(await consent("letters", "email"), true, "a letter that somebody agreed to follows nobody");
done("the banner follows Global Privacy Control");

site.close();
await browser.close();
