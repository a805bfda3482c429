/* The case page: cards on figures, contents that follow, words selected and cited. */
(() => {
  "use strict";
  const template = document.querySelector("#figure-card");
  if (!template) return;
  let card = null, anchor = null, timer = 0;
  const narrow = window.matchMedia("(max-width: 899px)");
  const row = (id) => document.querySelector(`[data-row~="${id}"]`);

  function slot(name, words) {
    const element = card.querySelector(`[data-slot="${name}"]`);
    element.textContent = words || element.dataset.none || "";
    return element;
  }

  function fill(link) {
    const data = row(link.dataset.figure);
    if (!data) return false;
    for (const name of ["value", "unit", "scope", "period", "precision", "kind", "place"]) slot(name, data.dataset[name]);
    const label = data.querySelector("a");
    slot("label", label.textContent);
    slot("quote", link.textContent);
    const state = card.querySelector('[data-slot="state"]');
    state.textContent = data.dataset.state === "proposed" ? state.dataset.proposed : state.dataset.accepted;
    state.classList.toggle("proposed", data.dataset.state === "proposed");
    card.querySelector('[data-slot="words"]').href = link.href;
    card.querySelector('[data-slot="detail"]').href = label.href;
    const paragraph = link.closest("p, h2, h3");
    card.querySelector('[data-slot="copy"]').dataset.copy = `“${paragraph.textContent.trim()}” ${link.href}`;
    const flags = [...document.querySelectorAll(".flag[data-figures]")];
    const doubt = flags.find((flag) => flag.dataset.figures.split(" ").includes(link.dataset.figure));
    const field = card.querySelector('[data-slot="doubt"]');
    field.hidden = !doubt;
    if (doubt) field.textContent = doubt.querySelector("div p:nth-child(2)").textContent;
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
    row(link.dataset.figure).classList.add("lit");
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", later);
  }

  function close() {
    clearTimeout(timer);
    if (!card) return;
    card.remove();
    anchor.classList.remove("lit");
    row(anchor.dataset.figure)?.classList.remove("lit");
    card = anchor = null;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(close, 250);
  }

  document.querySelectorAll("a[data-figure]").forEach((link) => {
    link.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") { clearTimeout(timer); timer = setTimeout(() => open(link), 120); } });
    link.addEventListener("pointerleave", later);
    /* A tap focuses too, but not visibly: only the keyboard opens the card by focus. */
    link.addEventListener("focus", () => { if (link.matches(":focus-visible")) open(link); });
    link.addEventListener("click", (event) => {
      if (narrow.matches && anchor !== link) { event.preventDefault(); open(link); }
    });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("click", (event) => {
    if (card && !card.contains(event.target) && !event.target.closest("a[data-figure]")) close();
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

  /* Selected words can be copied, with or without where they come from. */
  const bar = document.querySelector("#select-bar")?.content.firstElementChild.cloneNode(true);
  const text = document.querySelector("#text");
  if (!bar || !text) return;
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const words = selection.toString().trim();
    if (words.length < 2 || !selection.anchorNode || !text.contains(selection.anchorNode)) { bar.remove(); return; }
    const rect = selection.getRangeAt(0).getBoundingClientRect();
    document.body.append(bar);
    bar.style.left = `${Math.max(8, rect.left + window.scrollX)}px`;
    bar.style.top = `${rect.bottom + window.scrollY + 8}px`;
    bar.querySelector('[data-act="copy"]').dataset.copy = words;
    const source = document.querySelector("#citation");
    bar.querySelector('[data-act="cite"]').dataset.copy = `“${words}” (${source ? source.textContent.trim() : location.href})`;
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault());
})();
