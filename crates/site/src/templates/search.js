// Finds pages and parts of pages in the list that stands beside this file. Without it the page works all the same.
(function () {
  "use strict";
  var form = document.querySelector(".search");
  var entries = window.filrougeSearch;
  if (!form || !entries) return;
  var input = form.querySelector("input");
  var found = document.getElementById("found");
  var count = document.getElementById("count");
  var base = document.body.getAttribute("data-base");
  var plain = function (text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };
  var known = entries.map(function (entry) { return plain(entry.title + " " + entry.kind + " " + entry.text); });
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = found.querySelector("a");
    if (first) first.click();
  });
  input.addEventListener("input", function () {
    var words = plain(input.value).split(/\s+/).filter(Boolean);
    found.textContent = "";
    var fits = words.length === 0 ? [] : entries.filter(function (_, at) {
      return words.every(function (word) { return known[at].indexOf(word) >= 0; });
    });
    fits.slice(0, 30).forEach(function (entry) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      var kind = document.createElement("small");
      link.href = base + entry.url;
      link.textContent = entry.title;
      kind.textContent = entry.kind;
      link.appendChild(kind);
      item.appendChild(link);
      found.appendChild(item);
    });
    found.hidden = fits.length === 0;
    count.textContent = words.length === 0 ? "" : fits.length === 0 ? count.dataset.none : fits.length + " " + count.dataset.some;
  });
  input.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { input.value = ""; found.textContent = ""; found.hidden = true; count.textContent = ""; }
  });
})();
