/* The case page: cards on figures, contents that follow, words selected, cited and linked to. */
(() => {
  "use strict";
  const template = document.querySelector("#figure-card");
  if (!template) return;
  let card = null, anchor = null, timer = 0, quiet = false;
  const narrow = window.matchMedia("(max-width: 899px)");
  const panel = document.querySelector(".case-side");
  const row = (id) => document.querySelector(`[data-row~="${id}"]`);
  const citation = () => document.querySelector("#citation")?.textContent.trim() || document.title;
  const here = (href) => new URL(href, location.href).href;

  function slot(name, words) {
    const element = card.querySelector(`[data-slot="${name}"]`);
    element.textContent = words || element.dataset.none || "";
  }

  function fill(link) {
    const data = row(link.dataset.figure);
    if (!data) return false;
    for (const name of ["value", "unit", "scope", "period", "precision", "kind"]) slot(name, data.dataset[name]);
    const label = data.querySelector("a");
    slot("label", label.textContent);
    slot("quote", link.textContent);
    slot("place", link.href.match(/c=(\d+-\d+)/)[1].replace("-", "–"));
    const state = card.querySelector('[data-slot="state"]');
    state.textContent = data.dataset.state === "proposed" ? state.dataset.proposed : state.dataset.accepted;
    state.classList.toggle("proposed", data.dataset.state === "proposed");
    card.querySelector('[data-slot="words"]').href = link.href;
    const alike = card.querySelector('[data-slot="detail"]');
    alike.href = label.href;
    card.querySelector('[data-slot="report"]').href = link.href.replace("/source/?", "/report/?").split("#")[0];
    alike.textContent = data.dataset.indicator ? alike.dataset.alike : alike.textContent;
    const sentence = link.closest("p, h2, h3").textContent.trim();
    card.querySelector('[data-slot="copy"]').dataset.copy = `“${sentence}” (${citation()} ${link.href})`;
    const flags = [...document.querySelectorAll(".flag[data-figures]")];
    const doubt = flags.find((flag) => flag.dataset.figures.split(" ").includes(link.dataset.figure));
    card.querySelector('[data-slot="doubt"]').hidden = !doubt;
    if (doubt) slot("doubt-words", doubt.querySelector("div p:nth-child(2)").textContent);
    return true;
  }

  function place(link) {
    if (narrow.matches) return;
    const rect = link.getClientRects()[0];
    const left = Math.min(rect.left + window.scrollX - 8, document.documentElement.clientWidth - card.offsetWidth - 16);
    const below = rect.bottom + card.offsetHeight + 8 < window.innerHeight || rect.top < card.offsetHeight;
    const top = below ? rect.bottom + 6 : rect.top - card.offsetHeight - 6;
    /* Element.style is set by script, which the policy allows; markup never carries it. */
    card.style.left = `${Math.max(8, left)}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  /* The same figure is lit at the right; the panel scrolls to it where it scrolls by itself, the page never does. */
  function light(id, on) {
    const each = row(id);
    if (!each) return;
    each.classList.toggle("lit", on);
    const fold = each.closest("details");
    if (on && fold && !narrow.matches) fold.open = true;
    if (!on || !panel || panel.scrollHeight <= panel.clientHeight) return;
    const inside = each.getBoundingClientRect(), frame = panel.getBoundingClientRect();
    if (inside.top < frame.top || inside.bottom > frame.bottom) panel.scrollTop += inside.top - frame.top - frame.height / 3;
  }

  function open(link) {
    clearTimeout(timer);
    if (anchor === link) return;
    close();
    card = template.content.firstElementChild.cloneNode(true);
    if (!fill(link)) { card = null; return; }
    document.body.append(card);
    anchor = link;
    place(link);
    link.classList.add("lit");
    link.setAttribute("aria-expanded", "true");
    light(link.dataset.figure, true);
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(); });
    card.querySelector("[data-close]").addEventListener("click", () => close(true));
  }

  function close(back = false) {
    clearTimeout(timer);
    if (!card) return;
    const link = anchor;
    const inside = card.contains(document.activeElement);
    card.remove();
    link.classList.remove("lit");
    link.removeAttribute("aria-expanded");
    light(link.dataset.figure, false);
    card = anchor = null;
    if (back && inside) { quiet = true; link.focus({ preventScroll: true }); quiet = false; }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!card?.contains(document.activeElement)) close(); }, 250);
  }

  const links = [...document.querySelectorAll("a[data-figure]")];
  links.forEach((link) => {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      clearTimeout(timer);
      timer = setTimeout(() => open(link), 120);
    });
    link.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(); });
    /* A tap focuses too, but not visibly: only the keyboard opens the card by focus. */
    link.addEventListener("focus", () => { if (!quiet && link.matches(":focus-visible")) open(link); });
    link.addEventListener("click", (event) => {
      if (narrow.matches && anchor !== link) { event.preventDefault(); open(link); }
    });
  });

  /* Tab goes on to the next figure, since a text may have a hundred; the down arrow leads into the card, where Tab goes
     round to the figure again. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
    if (!card) return;
    const stops = [...card.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    const to = event.key === "ArrowDown" && document.activeElement === anchor ? stops[0]
      : event.key === "Tab" && at >= 0 ? (event.shiftKey ? stops[at - 1] : stops[at + 1]) || anchor
      : null;
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  document.addEventListener("click", (event) => {
    if (card && !card.contains(event.target) && !event.target.closest("a[data-figure]")) close();
  });

  /* A row of the panel lights its figure in the text. */
  document.querySelectorAll("[data-row]").forEach((each) => {
    const marks = each.dataset.row.split(" ").map((id) => document.querySelector(`#f${id}`)).filter(Boolean);
    const lit = (on) => marks.forEach((mark) => mark.classList.toggle("lit", on));
    each.addEventListener("pointerenter", () => lit(true));
    each.addEventListener("pointerleave", () => lit(false));
  });

  /* The contents show the part one is in. */
  const entries = new Map([...document.querySelectorAll("[data-contents] a")].map((a) => [a.hash.slice(1), a]));
  const watched = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  function follow() {
    let current = null;
    for (const element of watched) if (element.getBoundingClientRect().top < 140) current = element;
    entries.forEach((a, id) => {
      if (current && id === current.id) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
    });
  }
  if (watched.length) {
    document.addEventListener("scroll", () => window.requestAnimationFrame(follow), { passive: true });
    follow();
  }

  /* Where a place in the text stands in the source: counted in characters, not in UTF-16 units. `last` asks for the
     end of the character before it. A paragraph's `data-c` holds runs: length:start, or length:start:source length. */
  function inSource(node, offset, last) {
    const block = (node.nodeType === 1 ? node : node.parentElement).closest("[data-c]");
    if (!block) return null;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    let at = [...before.toString()].length - (last ? 1 : 0);
    if (at < 0) return null;
    for (const run of block.dataset.c.split(" ")) {
      const [length, start, whole] = run.split(":").map(Number);
      if (at < length) return whole === undefined ? start + at + (last ? 1 : 0) : start + (last ? whole : 0);
      at -= length;
    }
    return null;
  }

  function address(text, range) {
    const start = inSource(range.startContainer, range.startOffset, false);
    const end = inSource(range.endContainer, range.endOffset, true);
    return start === null || end === null || end <= start ? "" : here(`${text.dataset.words}${start}-${end}#c`);
  }

  /* Selected words can be copied with where they come from, or as a link to exactly these characters. */
  const bar = document.querySelector("#select-bar")?.content.firstElementChild.cloneNode(true);
  const text = document.querySelector("#text");
  if (!bar || !text) return;
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const words = selection.toString().trim();
    if (words.length < 2 || !selection.anchorNode || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) {
      bar.remove();
      return;
    }
    const range = selection.getRangeAt(0);
    const rect = range.getBoundingClientRect();
    const link = text.dataset.words ? address(text, range) : "";
    document.body.append(bar);
    bar.style.left = `${Math.max(8, Math.min(rect.left + window.scrollX, document.documentElement.clientWidth - bar.offsetWidth - 8))}px`;
    bar.style.top = `${rect.bottom + window.scrollY + 8}px`;
    bar.querySelector('[data-act="cite"]').dataset.copy = `“${words}” (${citation()}${link ? ` ${link}` : ""})`;
    const linked = bar.querySelector('[data-act="link"]');
    linked.hidden = !link;
    linked.dataset.copy = link;
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("mousedown", (event) => event.preventDefault());
})();
