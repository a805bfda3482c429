/* Everything works without this file; it makes reading quicker. No inline handlers, no eval. */
(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 899px)");

  /* What folds is open on wide screens and folded on the phone, where the style hides it until we have been here. */
  function fold(open) {
    document.querySelectorAll("details[data-fold]").forEach((each) => { each.open = open || !narrow.matches; each.dataset.ready = ""; });
  }

  /* Light and dark: the reader's choice is a cookie, so that the server knows it too. */
  function themeSwitch() {
    const buttons = document.querySelectorAll("[data-theme-switch]");
    const root = document.documentElement;
    const dark = () => root.classList.contains("dark")
      || (!root.classList.contains("light") && window.matchMedia("(prefers-color-scheme: dark)").matches);
    const label = () => buttons.forEach((button) => { button.hidden = false; button.textContent = dark() ? button.dataset.light : button.dataset.dark; });
    label();
    buttons.forEach((button) => button.addEventListener("click", () => {
      const next = dark() ? "light" : "dark";
      root.classList.remove("light", "dark");
      root.classList.add(next);
      document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
      label();
    }));
  }

  /* Keys: / search, j k rows, x select, ? the list of keys, Esc closes what floats. */
  const rowsOf = () => [...document.querySelectorAll(".list .rows > li, .list .figures > tbody, .list .year-row")];
  const current = (rows) => rows.findIndex((each) => each.contains(document.activeElement));

  function step(by) {
    const rows = rowsOf();
    if (!rows.length) return;
    const at = current(rows);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
    next.querySelector("h2 a, h3 a, a")?.focus();
  }

  const acts = {
    "/": () => { const field = document.querySelector("[data-slash]"); field?.focus(); field?.select(); },
    j: () => step(1),
    k: () => step(-1),
    x: () => { const rows = rowsOf(); rows[current(rows)]?.querySelector("[data-pick]")?.click(); },
    "?": () => document.querySelector("#keys")?.showModal(),
  };

  const menus = () => document.querySelectorAll("details.menu[open], details.drop[open]");

  /* What drops down over the right edge opens to the left. */
  function inSight(event) {
    const body = event.target.open && event.target.querySelector(".drop-body");
    if (!body) return;
    body.classList.remove("at-end");
    body.classList.toggle("at-end", body.getBoundingClientRect().right > document.documentElement.clientWidth);
  }

  function keys() {
    document.addEventListener("toggle", inSight, true);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
      if (event.key === "Escape") menus().forEach((menu) => { menu.open = false; });
      if (typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(acts, event.key)) return;
      event.preventDefault();
      acts[event.key]();
    });
    document.addEventListener("click", (event) => {
      menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
      if (event.target.closest("[data-keys]")) acts["?"]();
    });
  }

  /* Cases ticked stay ticked from list to list in this tab, and lead to the comparison. */
  const picks = {
    get: () => { try { return JSON.parse(sessionStorage.getItem("picks")) || []; } catch { return []; } },
    set: (numbers) => { try { sessionStorage.setItem("picks", JSON.stringify(numbers)); } catch { /* private mode */ } showPicks(); },
    turn: (number, on) => picks.set([...picks.get().filter((each) => each !== number), ...(on ? [number] : [])]),
  };

  function showPicks() {
    const numbers = picks.get();
    const boxes = [...document.querySelectorAll("[data-pick]")];
    boxes.forEach((box) => { box.checked = numbers.includes(box.value); });
    const form = document.querySelector("[data-pick-form]");
    const elsewhere = numbers.filter((number) => !boxes.some((box) => box.value === number));
    form?.replaceChildren(...elsewhere.map((number) => Object.assign(document.createElement("input"), { type: "hidden", name: "case", value: number })));
    document.querySelectorAll("[data-picked]").forEach((each) => { each.textContent = numbers.length; });
    document.querySelectorAll("[data-pick-bar]").forEach((bar) => bar.classList.toggle("some", numbers.length > 0));
    document.querySelectorAll("[data-picks-link]").forEach((link) => {
      link.hidden = !numbers.length;
      link.href = `${link.dataset.picksLink}?${numbers.map((number) => `case=${number}`).join("&")}`;
    });
    document.querySelectorAll("[data-pick-turn]").forEach((link) => {
      link.textContent = numbers.includes(link.dataset.pickTurn) ? link.dataset.on : link.dataset.off;
    });
  }

  function picking() {
    document.addEventListener("change", (event) => {
      if (event.target.matches("[data-pick]")) picks.turn(event.target.value, event.target.checked);
    });
    document.addEventListener("reset", (event) => { if (event.target.matches("[data-pick-form]")) picks.set([]); });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-pick-turn]");
      if (!link) return;
      event.preventDefault();
      picks.turn(link.dataset.pickTurn, !picks.get().includes(link.dataset.pickTurn));
    });
    window.addEventListener("pageshow", showPicks);
    showPicks();
  }

  /* On a source's page: to the repair before or after what stands in the window's upper third. */
  function toRepair(by) {
    const marks = [...document.querySelectorAll("sup[data-repaired][id]")];
    const line = window.innerHeight / 3;
    const beyond = marks.filter((mark) => (mark.getBoundingClientRect().top - line) * by > 4);
    const next = by > 0 ? beyond[0] : beyond.at(-1);
    if (!next) return;
    window.scrollBy(0, next.getBoundingClientRect().top - line);
    next.querySelector("a").focus({ preventScroll: true });
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
    const here = event.target.closest("[data-copy-here]");
    if (here) { here.dataset.copy = location.href.split("#")[0] + here.dataset.copyHere; copy(here); }
    const repair = event.target.closest("[data-repair]");
    if (repair) toRepair(Number(repair.dataset.repair));
    if (event.target.closest("[data-print]")) window.print();
  });
  /* The handles over the years go with the number fields: neither passes the other, an end of the line is no bound.
     Arrow keys come in bursts: the list is asked for when they rest, and no older answer may come between. */
  let resting = 0;
  const pairs = () => [...document.querySelectorAll("[data-years]")].filter((each) => each.querySelector(".slider"));

  function drawSpan(plot) {
    const [low, high] = plot.querySelectorAll("[data-sets]");
    const first = Number(low.min), last = Number(low.max), from = Number(low.value), until = Number(high.value);
    const at = (year) => 8 + (year - first) / (last - first) * 216;
    plot.querySelector(".cut").setAttribute("x", at(from));
    plot.querySelector(".cut").setAttribute("width", at(until) - at(from));
    plot.querySelectorAll("[data-year]").forEach((bar) => bar.classList.toggle("out", bar.dataset.year < from || bar.dataset.year > until));
    low.classList.toggle("over", from - first > last - until);
  }

  function slide(handle, plot) {
    const [low, high] = plot.querySelectorAll("[data-sets]");
    handle.value = handle === low ? Math.min(low.value, high.value) : Math.max(low.value, high.value);
    const end = handle === low ? handle.min : handle.max;
    document.getElementById(handle.dataset.sets).value = handle.value === end ? "" : handle.value;
    drawSpan(plot);
  }

  /* Whether a field under the hand holds what the list that comes wasn't asked for: leaving the field asks anew. */
  function halfWritten(event) {
    const field = document.activeElement;
    const typed = field?.closest("#listing") && field.matches("input[name]:not([type=checkbox])");
    return typed && field.value !== (event.detail.requestConfig?.formData.get(field.name) ?? "");
  }

  function sliding() {
    document.addEventListener("input", (event) => {
      if (event.target.matches("[data-sets]")) slide(event.target, event.target.closest("[data-years]"));
      const handle = document.querySelector(`[data-sets="${event.target.id}"]`);
      if (!handle) return;
      handle.value = event.target.value || (handle.id === "years-low" ? handle.min : handle.max);
      drawSpan(handle.closest("[data-years]"));
    });
    document.addEventListener("change", (event) => {
      if (!event.target.matches("[data-sets]")) return;
      event.stopPropagation();
      clearTimeout(resting);
      resting = setTimeout(() => {
        resting = 0;
        document.getElementById(event.target.dataset.sets).dispatchEvent(new Event("change", { bubbles: true }));
      }, 300);
    }, true);
    document.addEventListener("htmx:beforeSwap", (event) => { if (resting || halfWritten(event)) event.detail.shouldSwap = false; });
    document.addEventListener("htmx:afterSwap", () => pairs().forEach(drawSpan));
    window.addEventListener("pageshow", () => pairs().forEach(drawSpan));
  }

  /* A new list comes with its filters as the reader left them: open, or folded. */
  let unfolded = false;
  const filters = () => document.querySelector("details[data-fold]");
  document.addEventListener("htmx:beforeSwap", () => { unfolded = Boolean(filters()?.open); });
  document.addEventListener("htmx:afterSwap", () => { fold(unfolded); showPicks(); });
  document.querySelectorAll("[data-script]").forEach((each) => { each.hidden = false; });
  fold(false);
  themeSwitch();
  keys();
  picking();
  sliding();
})();
