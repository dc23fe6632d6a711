/// The one script: search in an index that comes with the site, and folded lists opened for paper.
///
/// It fetches nothing: the index is a script of its own, since a page opened from a folder may read
/// no other file. Results are set as text, never as markup.
enum SiteScript {
  static let text = #"""
    (() => {
      "use strict";
      const box = document.querySelector(".search");
      const input = document.getElementById("search");
      const panel = box.querySelector(".results");
      const count = panel.querySelector(".count");
      const list = panel.querySelector("ol");
      const root = document.body.dataset.root;
      const most = 30;
      let index = null;

      const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

      /* The index is loaded when somebody first means to search. */
      function load(then) {
        if (index) return then();
        const script = document.createElement("script");
        script.src = root + "assets/search-index.js";
        script.onload = () => {
          index = window.scrupleIndex.map(([kind, title, address, below, words]) => ({
            kind, title, address, below,
            strong: plain(title), middle: plain(below), weak: plain(words),
          }));
          then();
        };
        document.head.append(script);
      }

      /* Every word must be found; where it stands, and whether at a word's start, gives the rank. */
      function rank(entry, words) {
        let sum = 0;
        for (const word of words) {
          const best = Math.max(
            place(entry.strong, word) * 8, place(entry.middle, word) * 4, place(entry.weak, word));
          if (best === 0) return 0;
          sum += best;
        }
        return sum;
      }

      function place(text, word) {
        const at = text.indexOf(word);
        if (at < 0) return 0;
        if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1])) return 2;
        return text.includes(" " + word) ? 2 : 1;
      }

      function show() {
        const words = plain(input.value).split(/\s+/).filter(Boolean);
        list.replaceChildren();
        if (words.length === 0) return close();
        const found = index
          .map((entry) => ({ entry, rank: rank(entry, words) }))
          .filter((hit) => hit.rank > 0)
          .sort((a, b) => b.rank - a.rank || (a.entry.title < b.entry.title ? -1 : 1));
        count.textContent = found.length === 0 ? "Nothing found"
          : found.length > most ? `${found.length} found, the best ${most} shown`
          : `${found.length} found`;
        for (const { entry } of found.slice(0, most)) list.append(item(entry));
        panel.hidden = false;
      }

      function item(entry) {
        const link = document.createElement("a");
        link.href = root + entry.address;
        const part = (style, text) => {
          const span = document.createElement("span");
          span.className = style;
          span.textContent = text;
          return span;
        };
        link.append(part("kind", entry.kind), part("title", entry.title), " ", part("below", entry.below));
        const item = document.createElement("li");
        item.append(link);
        return item;
      }

      function close() { panel.hidden = true; }

      function move(step) {
        const links = [...list.querySelectorAll("a")];
        const at = links.indexOf(document.activeElement) + step;
        if (at < 0) input.focus();
        else if (at < links.length) links[at].focus();
      }

      box.hidden = false;
      input.addEventListener("focus", () => load(() => { if (input.value) show(); }));
      input.addEventListener("input", () => load(show));
      box.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") { move(1); event.preventDefault(); }
        else if (event.key === "ArrowUp") { move(-1); event.preventDefault(); }
        else if (event.key === "Escape") { close(); input.focus(); }
        else if (event.key === "Enter" && event.target === input) {
          const first = list.querySelector("a");
          if (first && !panel.hidden) first.click();
        }
      });
      box.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
      });
      document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
      document.addEventListener("keydown", (event) => {
        const field = event.target.closest("input, textarea, select, [contenteditable]");
        if (event.key === "/" && !field && !event.ctrlKey && !event.metaKey && !event.altKey) {
          input.focus();
          event.preventDefault();
        }
      });
      addEventListener("beforeprint", () => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
    })();

    """#
}
