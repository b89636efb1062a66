/* Keys, evidence that answers to findings, and pointing at words. Everything here also works without it, by clicking. */
"use strict";
(() => {
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => Array.from(inside.querySelectorAll(selector));
  const item = () => one(".item");
  const cards = () => all("[data-card]").filter((card) => !card.classList.contains("rejected"));
  const current = () => one(".finding.current");

  // ---- a finding and its evidence belong together ----
  function choose(card, { scroll = true, focus = true, near = "center" } = {}) {
    all(".current").forEach((old) => old.classList.remove("current"));
    if (!card) return;
    card.classList.add("current");
    if (focus) card.focus({ preventScroll: true });
    if (scroll) card.scrollIntoView({ block: "nearest" });
    const places = all(`.evidence [data-finding="${card.dataset.card}"]`);
    places.forEach((place) => place.classList.add("current"));
    if (scroll && places[0]) places[0].scrollIntoView({ block: near, inline: "nearest" });
  }
  function step(by) {
    const list = cards();
    if (!list.length) return;
    const at = list.indexOf(current());
    choose(list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
  }
  function press(name) {
    const button = current() && one(`button[value="${name}"]`, current());
    if (button) button.click();
  }

  // ---- keys ----
  const keysOn = () => localStorage.getItem("keys") !== "off";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const keys = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    a: () => press("accept"), x: () => press("reject"),
    e: () => { const field = current() && one(".value", current()); if (field) { field.focus(); field.select(); } },
    r: () => { const field = current() && one("select", current()); if (field) field.focus(); },
    w: () => pick(!picking),
    "+": () => { const add = one("#add"); if (add) { add.open = true; one(".value", add).focus(); } },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      pick(false);
      const card = event.target.closest && event.target.closest("[data-card]");
      if (card) { one("form", card).reset(); noteChange(card); choose(card); }
      return;
    }
    if (!keysOn() || typing(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const shortcut = one(`[data-key="${CSS.escape(event.key)}"]`);
    if (shortcut) {
      event.preventDefault();
      if (shortcut.matches("input")) shortcut.focus(); else shortcut.click();
    } else if (item() && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  const tick = one("[data-keys]");
  if (tick) {
    tick.checked = keysOn();
    document.addEventListener("change", (event) => {
      if (event.target.matches("[data-keys]")) localStorage.setItem("keys", event.target.checked ? "on" : "off");
    });
  }

  // ---- clicks and edits ----
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".evidence [data-finding]");
    if (mark && !picking) choose(one(`[data-card="${mark.dataset.finding}"]`));
    const open = one(".menu[open]");
    if (open && !open.contains(event.target)) open.open = false;
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-card]");
    if (card && card !== current()) choose(card, { focus: false, scroll: true });
  });
  function noteChange(card) {
    const changed = all("input.value, select", card).some((field) =>
      field.matches("select") ? !field.selectedOptions[0].defaultSelected : field.value !== field.defaultValue);
    card.classList.toggle("changed", changed);
  }
  document.addEventListener("input", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) noteChange(card);
    if (event.target.matches('#add select[name="kind"]')) fitRoles();
  });
  function fitRoles() {
    const kind = one('#add select[name="kind"]');
    if (!kind) return;
    const roles = one('#add select[name="role"]');
    all("optgroup", roles).forEach((group) => { group.hidden = group.disabled = group.dataset.kind !== kind.value; });
    const chosen = roles.selectedOptions[0];
    if (!chosen || chosen.parentElement.disabled) one("optgroup:not([disabled]) option", roles).selected = true;
  }

  // ---- after a verdict, go on where the person was ----
  let place = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.target.closest && event.target.closest("[data-card]");
    if (card) place = { card: card.dataset.card, at: cards().indexOf(card) };
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "lock" || event.target.id === "rows") return;
    fitRoles();
    const panel = one("#panel");
    if (!panel) return;
    const wrong = panel.dataset.focus && one(`#${panel.dataset.focus}`);
    if (wrong) { choose(wrong); one(".value", wrong).focus(); return; }
    repaint();
    const first = one(".finding[data-first]");
    const same = place && one(`[data-card="${place.card}"]`);
    const list = cards();
    choose(first || (same && list[list.indexOf(same) + 1]) || same || list[0]);
    place = null;
  });
  function repaint() {
    all("[data-card]").forEach((card) => {
      const look = card.classList.contains("doubtful") ? "doubtful" : card.classList.contains("sure") ? "sure" : "judged";
      all(`.evidence [data-finding="${card.dataset.card}"]`).forEach((mark) => {
        mark.classList.remove("sure", "doubtful", "judged");
        mark.classList.add(look);
        mark.toggleAttribute("hidden", card.classList.contains("rejected"));
      });
    });
  }

  // ---- zoom, turn ----
  let width = 0, turned = 0;
  function zoom(how) {
    const paper = one(".page");
    if (!paper) return;
    width = how === "fit" ? 0 : Math.round((width || paper.clientWidth) * (how === "in" ? 1.25 : 0.8));
    all(".page").forEach((page) => { page.style.width = width ? `${width}px` : ""; page.style.maxWidth = width ? "none" : ""; });
    if (width > 1300) all(".paper img").forEach((image) => { const sharp = image.src.replace("width=1200", "width=2400"); if (sharp !== image.src) image.src = sharp; });
  }
  document.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-zoom], [data-rotate], [data-pick]");
    if (!tool) return;
    if (tool.dataset.zoom) zoom(tool.dataset.zoom);
    else if (tool.matches("[data-pick]")) pick(!picking);
    else { turned = (turned + 90) % 360; all(".page").forEach((page) => { page.style.transform = turned ? `rotate(${turned}deg)` : ""; }); }
  });
  const tools = one("[data-tools]");
  if (tools) tools.hidden = false;

  // ---- pointing at words: on the scan with the pointer, in text with a selection ----
  let picking = false, drag = null;
  const wordsOf = new Map();
  function pick(on) {
    if (!item() || !one("[data-pick], [data-text]")) return;
    picking = on;
    document.body.classList.toggle("picking", on);
    const button = one("[data-pick]");
    if (button) button.setAttribute("aria-pressed", String(on));
    if (!on) all(".picks").forEach((group) => group.replaceChildren());
  }
  async function words(page) {
    if (!wordsOf.has(page)) {
      const answer = await fetch(`/items/${item().dataset.item}/words/${page}`);
      wordsOf.set(page, answer.ok ? await answer.json() : []);
    }
    return wordsOf.get(page);
  }
  function point(event, svg) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [at.x, at.y];
  }
  function inside(list, [x0, y0], [x1, y1]) {
    const [left, right, top, bottom] = [Math.min(x0, x1), Math.max(x0, x1), Math.min(y0, y1), Math.max(y0, y1)];
    return list.filter((word) => word[2] <= right && word[4] >= left && word[3] <= bottom && word[5] >= top);
  }
  function draw(svg, chosen) {
    one(".picks", svg).replaceChildren(...chosen.map((word) => {
      const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of Object.entries({ x: word[2], y: word[3], width: word[4] - word[2], height: word[5] - word[3] })) box.setAttribute(name, value);
      return box;
    }));
  }
  document.addEventListener("pointerdown", async (event) => {
    const paper = picking && event.target.closest(".paper");
    if (!paper) return;
    event.preventDefault();
    const svg = one("svg", paper);
    drag = { svg, from: point(event, svg), to: null, list: [], page: paper.closest("[data-page]").dataset.page };
    const mine = drag;
    mine.list = await words(mine.page);
    if (drag === mine || mine.done) { draw(svg, inside(mine.list, mine.from, mine.to || mine.from)); if (mine.done) finish(mine); }
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.to = point(event, drag.svg);
    draw(drag.svg, inside(drag.list, drag.from, drag.to));
  });
  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const mine = drag;
    drag = null;
    mine.done = true;
    if (wordsOf.has(mine.page)) finish(mine);
  });
  async function finish(mine) {
    const chosen = inside(mine.list, mine.from, mine.to || mine.from);
    if (!chosen.length) return;
    const start = Math.min(...chosen.map((word) => word[0])), end = Math.max(...chosen.map((word) => word[1]));
    const answer = await fetch(`/items/${item().dataset.item}/text?start=${start}&end=${end}`);
    if (answer.ok) fill(await answer.text(), start, end);
  }
  document.addEventListener("mouseup", () => {
    const text = one("[data-text]");
    const chosen = getSelection();
    if (!text || !chosen || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    const add = one("#add");
    if (start === null || end === null || end <= start || !(picking || (add && add.open))) return;
    fill(String(chosen), start, end);
  });
  function offset(node, within) {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
    return piece ? Number(piece.dataset.start) + Array.from(node.data.slice(0, within)).length : null;
  }
  function fill(words, start, end) {
    const add = one("#add");
    const card = !(add && add.open) && current();
    const field = card ? one(".value", card) : add && one(".value", add);
    if (!field || field.readOnly) return;
    if (!card) {
      add.open = true;
      one('[name="start"]', add).value = start;
      one('[name="end"]', add).value = end;
    }
    field.value = words.replace(/\s+/g, " ").trim();
    if (card) noteChange(card);
    field.focus();
    pick(false);
  }

  // ---- the post room: files dropped anywhere on the form ----
  const drop = one("[data-drop]");
  if (drop) {
    for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
    });
    drop.addEventListener("drop", (event) => { one("input[type=file]", drop).files = event.dataTransfer.files; drop.requestSubmit(); });
  }

  // ---- images that are not there ----
  function miss(image) {
    const paper = image.closest(".paper");
    if (paper.classList.contains("missing")) return;
    paper.classList.add("missing");
    const words = document.createElement("p");
    words.textContent = image.dataset.missing;
    paper.append(words);
  }
  document.addEventListener("error", (event) => {
    if (event.target instanceof HTMLImageElement && event.target.dataset.missing) miss(event.target);
  }, true);
  all("img[data-missing]").forEach((image) => { if (image.complete && !image.naturalWidth) miss(image); });

  fitRoles();
  if (item()) {
    const target = location.hash.startsWith("#finding-") && one(location.hash);
    const first = target || one(".finding[data-first]") || cards()[0];
    if (first) choose(first, { near: "nearest" });
  }
})();
