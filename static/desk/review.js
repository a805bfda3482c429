/* The review desk by keyboard: a key presses the button that bears it; marked words become the form's offsets. */
(() => {
  "use strict";
  const bar = document.querySelector(".review-bar");
  if (!bar) return;
  const add = document.querySelector("#add");
  const form = document.querySelector("#decide");
  const edit = bar.querySelector('[data-key="e"]');

  function firstField() {
    const field = form?.querySelector("input:not([type=hidden]), select, textarea");
    field?.focus();
    field?.select?.();
  }

  /* Offsets count code points, as the server's do, not the UTF-16 units of the browser. */
  const points = (words) => [...words].length;

  function marked() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const pieces = [...document.querySelectorAll(".review-text [data-at]")].filter((piece) => range.intersectsNode(piece));
    const first = pieces.find((piece) => !(piece.contains(range.startContainer) && range.startOffset >= piece.textContent.length));
    if (!first) return null;
    const inside = first.contains(range.startContainer) && range.startContainer.nodeType === Node.TEXT_NODE;
    const before = inside ? first.textContent.slice(0, range.startOffset) : "";
    const words = pieces.map((piece) => {
      const whole = piece.textContent;
      const from = piece.contains(range.startContainer) && range.startContainer.nodeType === Node.TEXT_NODE ? range.startOffset : 0;
      const to = piece.contains(range.endContainer) && range.endContainer.nodeType === Node.TEXT_NODE ? range.endOffset : whole.length;
      return whole.slice(from, to);
    }).join("");
    return words.trim() ? { at: Number(first.dataset.at) + points(before), words } : null;
  }

  function take() {
    const found = marked();
    if (!found) return;
    add.elements.at.value = found.at;
    add.elements.words.value = found.words;
  }

  if (add) {
    document.querySelector(".review-text")?.addEventListener("pointerup", () => setTimeout(take));
    add.elements.words.addEventListener("input", () => { add.elements.at.value = ""; });
  }
  edit?.addEventListener("click", firstField);
  bar.querySelectorAll("[data-script]").forEach((each) => { each.hidden = false; });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (event.key === "Escape") { event.target.blur(); return; }
    /* Enter in a field saves what was changed: the browser's own would press the first button of the form. */
    if (event.key === "Enter" && event.target.closest("#decide") && event.target.matches("input, select")) {
      event.preventDefault();
      document.querySelector('[data-key="s"]').click();
      return;
    }
    const button = typing ? null : document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    if (add && button.form === add) take();
    event.preventDefault();
    if (button.matches("input")) button.focus();
    else button.click();
  });
})();
