// Passkeys: a form with data-passkey asks the device and sends its answer. Without this file the other ways in remain.
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  async function post(form, address, extra) {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(extra || {})) body.set(name, value);
    const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.problem);
    return said;
  }

  function asked(options) {
    const key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.excludeCredentials, key.allowCredentials])
      for (const known of list || []) known.id = bytes(known.id);
    return { publicKey: key };
  }

  function told(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = text(credential.response[name]);
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response,
    };
  }

  async function go(form) {
    const problem = form.querySelector("[data-problem]");
    problem.hidden = true;
    try {
      const options = asked(await post(form, form.dataset.options));
      const registering = form.dataset.passkey === "register";
      const credential = registering
        ? await navigator.credentials.create(options)
        : await navigator.credentials.get(options);
      const given = { answer: told(credential), next: form.elements.next?.value, name: form.elements.name?.value };
      const said = await post(form, form.action, { passkey: JSON.stringify(given) });
      location.assign(said.goal);
    } catch (error) {
      // What the browser itself says is in its own words; ours are on the form already.
      problem.textContent = error.constructor === Error && error.message ? error.message : form.dataset.failed;
      problem.hidden = false;
      problem.focus();
    }
  }

  if (!globalThis.PublicKeyCredential) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(form);
    });
  });
})();
