(() => {
  "use strict";
  // Saves the minutes while somebody types: <form data-minutes>. What the server has not taken is kept in this browser
  // under meeting, phase and item, and sent again; when the meeting ends, or somebody logs out, it is gone from here.
  const find = (name) => document.querySelector(`[data-${name}]`);
  const { meeting, phase } = find("meeting").dataset;
  const form = find("minutes"), own = `minutes ${meeting} ${phase} `;
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(`minutes ${meeting} `));
  for (const key of kept) if (!key.startsWith(own)) delete localStorage[key];
  if (!form) return;

  const { text, version } = form.elements, key = own + form.dataset.minutes;
  const other = kept.find((name) => name.startsWith(own) && name !== key), clash = find("conflict");
  let saved = text.value, busy, refused, leaving, timer;
  if (other) {
    find("left").hidden = false;
    find("left").querySelector("a").search = `?arende=${other.slice(own.length)}`;
  }
  const tell = (words) => (find("status").textContent = words);
  const dirty = () => text.value !== saved;
  const keep = () => {
    if (dirty()) localStorage[key] = JSON.stringify([version.value, text.value]);
    else delete localStorage[key];
  };
  const GONE = "Ingen kontakt – texten är kvar här och skickas när nätet är tillbaka.";
  const send = async () => {
    clearTimeout(timer);
    const sent = text.value;
    if (busy || !clash.hidden || !dirty() || sent === refused) return;
    busy = true;
    const headers = { accept: "application/json" }, body = new FormData(form);
    const options = { method: "POST", redirect: "manual", signal: AbortSignal.timeout(15000), keepalive: sent.length < 15000 };
    const answer = await fetch(form.action, { headers, body, ...options }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) ?? {};
    busy = false;
    if (said.at) {
      saved = sent;
      version.value = said.version;
    } else if ("theirs" in said) {
      find("theirs").textContent = said.theirs || "(ingen text)";
      clash.said = said;
      clash.hidden = false;
    } else if (said.error) refused = sent;
    keep();
    if (said.at) tell(dirty() ? "Sparar …" : `Sparat ${said.at}`);
    else if (!clash.hidden) tell("Inte sparat: välj vilken text som ska gälla.");
    else if (said.error) tell(`Inte sparat. ${said.error} Texten är kvar här.`);
    else if (!answer || answer.status >= 500) tell(GONE);
    else tell("Inte sparat. Ladda om sidan, och logga in om det behövs – texten är kvar här.");
    if (said.at && dirty()) return send();
  };
  const typed = () => {
    keep();
    tell(navigator.onLine ? "Sparar …" : GONE);
    clearTimeout(timer);
    timer = setTimeout(send, 1000);
  };
  const put = (words) => {
    text.value = words;
    typed();
    text.focus();
  };
  const below = (...parts) => parts.map((part) => part.trim()).filter(Boolean).join("\n\n");
  const clock = () =>
    new Date().toLocaleTimeString("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit" });

  text.addEventListener("input", typed);
  form.addEventListener("click", (event) => {
    const { phrase, take } = event.target.dataset;
    if (phrase) {
      event.preventDefault();
      put(below(text.value, phrase.replace("{kl}", clock().replace(":", "."))));
    } else if (take) {
      const { theirs } = clash.said;
      version.value = clash.said.version;
      clash.hidden = true;
      saved = theirs.replaceAll("\r\n", "\n");
      const added = text.value.split("\n\n").filter((part) => !saved.includes(part)).join("\n\n");
      put({ mine: text.value, theirs: saved, both: below(saved, added) }[take]);
      send();
      if (!dirty()) tell("Den andras text står nu i rutan.");
    }
  });
  // Before the page's own listeners: without a connection nothing is sent away, and logging out waits for the text.
  document.addEventListener("submit", (event) => {
    const stays = event.target === form || !navigator.onLine;
    const waits = event.target.id === "logga-ut" && dirty() && !leaving;
    if (!stays && !waits) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.target !== form && stays) return tell(GONE);
    send().then(() => {
      if (!waits) return;
      leaving = true;
      if (dirty()) tell("Texten är inte sparad. Loggar du ut ändå försvinner den.");
      else event.target.requestSubmit();
    });
  }, true);
  document.addEventListener("click", (event) => {
    if (navigator.onLine || !event.target.closest("a")) return;
    event.preventDefault();
    tell(GONE);
  }, true);
  addEventListener("online", send);
  addEventListener("pagehide", send);
  setInterval(send, 5000);
  if (localStorage[key]) {
    const [was, words] = JSON.parse(localStorage[key]);
    text.value = words;
    if (dirty()) version.value = was;
    keep();
    if (!dirty()) tell("Sparat.");
    send();
  }
})();
