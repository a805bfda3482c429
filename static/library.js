/* Everything works without this file; it makes reading quicker. No inline handlers, no eval. */
(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 899px)");

  /* The filter panel is open on wide screens and folded on the phone. */
  function fold(root) {
    if (!narrow.matches) return;
    root.querySelectorAll("details[data-fold]").forEach((each) => { each.open = false; });
  }

  /* Light and dark: the reader's choice is a cookie, so that the server knows it too. */
  function themeSwitch() {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const root = document.documentElement;
    const dark = () => root.classList.contains("dark")
      || (!root.classList.contains("light") && window.matchMedia("(prefers-color-scheme: dark)").matches);
    const label = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const next = dark() ? "light" : "dark";
      root.classList.remove("light", "dark");
      root.classList.add(next);
      document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
      label();
    });
  }

  /* `/` goes to the search field, Esc closes what floats. */
  function keys() {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const field = document.querySelector("[data-slash]");
        if (field) { event.preventDefault(); field.focus(); field.select(); }
      }
      if (event.key === "Escape") {
        document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
      }
    });
    document.addEventListener("click", (event) => {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        if (!menu.contains(event.target)) menu.open = false;
      });
    });
  }

  /* Buttons that copy: data-copy holds the text, or the id of an element that does (#id). */
  async function copy(button) {
    const from = button.dataset.copy;
    const element = from.startsWith("#") && document.querySelector(from);
    const words = element ? element.textContent.trim() : from;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done || "✓";
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("htmx:afterSwap", () => fold(document));
  document.querySelectorAll("[data-script]").forEach((each) => { each.hidden = false; });
  fold(document);
  themeSwitch();
  keys();
})();
