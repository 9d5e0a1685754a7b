// Keys under the finger, the minute of silence, and the connection. Nothing is kept in the browser.
(() => {
  const first = (selector, within = document) => within.querySelector(selector);
  const token = () => first("input[name=csrfmiddlewaretoken]")?.value || "";
  const post = (address, fields = {}) =>
    fetch(address, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token(), ...fields }), redirect: "manual" });

  // The page a finger went back to is a copy of somebody's: it is asked anew.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("contextmenu", (event) => event.preventDefault());

  const dialog = first("dialog[data-idle]");
  // Keys write into the box that was touched last.
  let box = first(".kinput .input");
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".kinput .input")) box = event.target;
  });
  const press = (key) => {
    if (!box) return;
    if (key === "clear") box.value = "";
    else if (key === "delete") box.value = box.value.slice(0, -1);
    else if (box.value.length < box.maxLength) box.value += key;
    const next = box.dataset.then && box.value.length >= Number(box.dataset.then) && key.length === 1;
    if (next) first(`#${box.dataset.next || "pin"}`)?.focus();
  };
  first("[data-keypad]")?.addEventListener("click", (event) => {
    const key = event.target.closest("[data-k]");
    if (key) press(key.dataset.k);
  });

  document.querySelectorAll("form[data-once]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 8000);
    }),
  );

  first("form[data-quietly]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const on = root.dataset.contrast !== "high";
    if (on) root.dataset.contrast = "high";
    else delete root.dataset.contrast;
    first(".ktools [aria-pressed]").setAttribute("aria-pressed", String(on));
    post(event.target.action, { quietly: "1" });
    touched();
  });

  // Help is spoken when it is asked for, never by itself; a second touch stops it.
  const listen = first("[data-help]");
  let sound = null;
  listen?.addEventListener("click", () => {
    if (sound && !sound.paused) return sound.pause();
    sound = new Audio(listen.dataset.help);
    sound.play().catch(() => (listen.hidden = true));
  });

  // A keypad without a screen's touch: arrows go from one thing to the next, * speaks the help.
  const reachable = () =>
    [...document.querySelectorAll("a[href], button, .kinput .input, input[type=checkbox]")].filter(
      (e) => e.checkVisibility() && !e.closest("[data-keypad]") && (!dialog?.open || dialog.contains(e)),
    );
  // What lies beyond the screen before the next control must be read first: a keypad has no other way to get there.
  const unread = (step, next) => {
    const page = document.scrollingElement;
    const beyond = step > 0 ? page.scrollHeight - innerHeight - scrollY : scrollY;
    if (beyond < 2 || !next) return beyond >= 2;
    const { top, bottom } = next.getBoundingClientRect();
    const [ahead, behind] = step > 0 ? [top - innerHeight, -bottom] : [-bottom, top - innerHeight];
    return ahead > 0.4 * innerHeight || behind >= 0; // nearer ones are brought in with all that lies before them
  };
  // Whoever keys, or holds a card to the reader, before the page has put its focus means the box all the same.
  addEventListener(
    "keydown",
    (event) => {
      if (!box || document.activeElement !== document.body || event.ctrlKey || event.altKey || event.metaKey) return;
      if (box.id === "card" ? event.key.length === 1 : /^[0-9\u0660-\u0669]$/.test(event.key)) box.focus();
    },
    true,
  );
  // A card read where none is asked for types its secret into whatever is open: letters are not taken, nor the Enter after them.
  let strange = -1000;
  addEventListener(
    "keydown",
    (event) => {
      if (document.activeElement?.id === "card" || event.ctrlKey || event.altKey || event.metaKey) return;
      const foreign = event.key.length === 1 && !/[0-9.*\u0660-\u0669 ]/.test(event.key);
      if (foreign) strange = performance.now();
      else if (event.key !== "Enter" || performance.now() - strange > 300) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  addEventListener("keydown", (event) => {
    const picked = document.activeElement;
    if (event.key === "Enter" && picked?.type === "checkbox") {
      event.preventDefault(); // a keypad has no space bar
      picked.click();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "*" && listen) {
      event.preventDefault();
      listen.click();
    } else if (step) {
      event.preventDefault();
      const all = reachable();
      const at = all.indexOf(document.activeElement);
      const next = all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length];
      if (!dialog?.open && unread(step, next)) scrollBy({ top: step * innerHeight * 0.7, behavior: "instant" });
      else next?.focus();
    }
  });

  // Silence: a question first, then the start. The server counts too, whatever this page does.
  let last = Date.now();
  let told = Date.now();
  // Said once, and again only after ten seconds: to be sent off anew breaks off a way that was nearly there.
  let left = -Infinity;
  const gone = () => Date.now() - left < 10000;
  const leave = () => {
    if (gone()) return;
    left = Date.now();
    location.replace(dialog.dataset.home);
  };
  const touched = (at = Date.now()) => {
    last = at;
    if (!dialog || Date.now() - told < 10000) return;
    told = Date.now();
    post(dialog.dataset.stay).then((answer) => answer.status === 204 || leave(), () => {});
  };
  if (dialog) {
    const [idle, warned] = [Number(dialog.dataset.idle), Number(dialog.dataset.warned)];
    ["pointerdown", "keydown"].forEach((name) => addEventListener(name, () => dialog.open || touched()));
    first("[data-more]", dialog).addEventListener("click", () => {
      dialog.close();
      told = 0;
      touched();
    });
    setInterval(() => {
      if (last > told && Date.now() - told >= 10000) touched(last); // the touches since it was last said
      const remain = Math.ceil(idle - 2 - (Date.now() - last) / 1000);
      if (remain <= 0) leave();
      else if (remain <= warned && !dialog.open) dialog.showModal();
      first("[data-count]", dialog).textContent = String(Math.max(0, remain));
    }, 500);
  }

  // The hall's board asks again by itself.
  const board = first("[data-board]");
  const renew = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
    const fresh = first("[data-board]", page);
    if (fresh && fresh.innerHTML !== board.innerHTML) board.replaceChildren(...fresh.childNodes);
  };
  if (board) setInterval(() => renew().catch(() => {}), 4000);

  // Two digits to be picked in an app: asked every two seconds whether they are; the server ends it. It is no touch, so who
  // walks away is forgotten all the same.
  const matching = first("form[data-matching]");
  const ask = () =>
    fetch(matching.dataset.matching, { cache: "no-store" }).then(
      (answer) => (answer.status === 202 || gone() ? setTimeout(ask, 2000) : matching.requestSubmit()),
      () => setTimeout(ask, 2000),
    );
  if (matching) setTimeout(ask, 2000);

  // Something went wrong, and nobody does anything: back to the start.
  const lost = first("[data-lost]");
  if (lost) setTimeout(() => location.replace(lost.dataset.lost), 20000);

  // The connection: said when it is gone, taken back when it returns; the waiting page says twice a minute that it lives.
  const offline = first("[data-offline]");
  const waiting = first("[data-waiting]");
  const look = () =>
    fetch(offline.dataset.offline, { cache: "no-store" }).then(
      () => (offline.hidden = true),
      () => (offline.hidden = false),
    );
  // Without a connection a touch would end on a page of the browser, which nothing leads back from.
  const held = (event) => {
    if (navigator.onLine && offline.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    offline.hidden = false;
  };
  if (offline) {
    addEventListener("submit", held, true);
    addEventListener("click", (event) => event.target.closest?.("a[href]") && held(event), true);
    addEventListener("offline", () => (offline.hidden = false));
    addEventListener("online", look);
    setInterval(() => (waiting || !offline.hidden) && look(), waiting ? 30000 : 5000);
  }
})();
