// Niceties only: every page works without this file.
(() => {
  const root = document.documentElement;
  const first = (selector, within = document) => within.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Larger text and high contrast last as long as the tab.
  function rememberedSwitch(attribute, value, selector) {
    const set = (on) => {
      root.toggleAttribute(attribute, false);
      if (on) root.setAttribute(attribute, value);
      all(selector).forEach((button) => button.setAttribute("aria-pressed", String(on)));
      try {
        sessionStorage.setItem(attribute, on ? "1" : "");
      } catch {
        /* storage may be forbidden; the switch then lasts for the page */
      }
    };
    let kept = "";
    try {
      kept = sessionStorage.getItem(attribute) || "";
    } catch {
      /* as above */
    }
    if (kept) set(true);
    all(selector).forEach((button) => button.addEventListener("click", () => set(!root.hasAttribute(attribute))));
  }

  // After a refusal the summary is read first.
  function focusSummary() {
    first("[data-focus]")?.focus();
  }

  function printing() {
    all("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => print());
    });
  }

  // A second click while the answer is on its way sends nothing twice (the server would not count it either).
  function onceOnly() {
    all("form[data-once]").forEach((form) =>
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "1";
      }),
    );
    addEventListener("pageshow", () => all("form[data-once]").forEach((form) => delete form.dataset.sent));
  }

  // Open menus close with Escape or a click elsewhere.
  function menus() {
    const open = () => all("details.who[open]");
    document.addEventListener("click", (event) => open().forEach((m) => m.contains(event.target) || (m.open = false)));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      open().forEach((menu) => {
        menu.open = false;
        first("summary", menu).focus();
      });
    });
  }

  // On a narrow screen the menu slides; where one is must not lie outside it.
  function showCurrent() {
    const menu = first("nav.main");
    const here = menu && first("[aria-current]", menu);
    if (!here) return;
    const [seen, at] = [menu.getBoundingClientRect(), here.getBoundingClientRect()];
    if (at.left < seen.left || at.right > seen.right) menu.scrollLeft += at.left + at.width / 2 - seen.left - seen.width / 2;
  }

  function dropZones() {
    all("[data-drop]").forEach((zone) => {
      const input = first("input[type=file]", zone);
      const name = () => {
        if (input.files[0]) first("[data-name]", zone).textContent = input.files[0].name;
      };
      input.addEventListener("change", name);
      zone.addEventListener("dragover", (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
      zone.addEventListener("dragleave", () => zone.classList.remove("over"));
      zone.addEventListener("drop", (event) => {
        event.preventDefault();
        zone.classList.remove("over");
        input.files = event.dataTransfer.files;
        name();
      });
    });
  }

  // Progress is swapped often; a screen reader hears it at each quarter only.
  function quietProgress() {
    document.addEventListener("htmx:afterSwap", () => {
      const job = first("#job");
      const live = first("#live");
      const bar = job && first("progress", job);
      if (!bar || !live) return;
      const quarter = String(Math.floor((4 * bar.value) / bar.max));
      if (live.dataset.quarter === quarter) return;
      live.dataset.quarter = quarter;
      live.textContent = `${first(".jobsay h2", job).textContent} – ${first(".jobsay p", job).textContent}`;
    });
  }

  // Going back to a form finds what was typed: its page is remembered under the draft it becomes. Any other page that
  // answered a form with what is wrong is remembered by its address alone, so that no browser asks to send it again.
  function rememberedPage() {
    const form = first("form[data-draft]");
    const address = new URL(location.href);
    if (!address.searchParams.has("check") && form) address.searchParams.set("draft", form.dataset.draft);
    if (form || first(".errsum")) history.replaceState(history.state, "", address);
  }

  rememberedSwitch("data-text", "large", "[data-textsize]");
  rememberedSwitch("data-contrast", "high", "button[data-contrast-switch]");
  focusSummary();
  printing();
  onceOnly();
  menus();
  showCurrent();
  dropZones();
  quietProgress();
  rememberedPage();
})();
