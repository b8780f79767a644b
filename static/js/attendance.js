(() => {
  "use strict";
  // Ticks at the door are sent one by one: <form data-ticks="address">. One that cannot be sent is kept, without any
  // name, and sent again until the server has said yes.
  const find = (name) => document.querySelector(`[data-${name}]`);
  const door = find("ticks"), search = find("search");
  const { csrfmiddlewaretoken } = door.elements;
  const kept = `came ${door.dataset.ticks}`;
  const left = () => {
    try {
      const { at, ticks } = JSON.parse(localStorage[kept]);
      return Date.now() - at < 864e5 ? ticks : []; // what is a day old would go over newer ones
    } catch {
      return [];
    }
  };
  const waiting = new Map(left()); // sign-up: how many came
  const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const rows = new Map([...door.querySelectorAll("li")].map((line) => {
    const box = line.querySelector("input");
    return [box.value, { line, box, party: line.querySelector("select"), name: folded(line.querySelector("label").textContent) }];
  }));
  const came = ({ box, party }) => (box.checked ? Number(party?.value ?? 1) : 0);
  let busy, refused, stale;

  const tell = () => {
    find("came").textContent = [...rows.values()].reduce((sum, row) => sum + came(row), 0);
    const number = waiting.size;
    find("status").textContent = [
      refused && "En prick togs inte emot: listan har ändrats. Ladda om sidan.",
      number && `${number} ${number === 1 ? "prick" : "prickar"} väntar på att skickas …`,
      number && stale && "Ladda om sidan, och logga in om det behövs.",
      !refused && !number && "Allt är sparat.",
    ].filter(Boolean).join(" ");
  };
  const keep = () => {
    try {
      if (waiting.size) localStorage[kept] = JSON.stringify({ at: Date.now(), ticks: [...waiting] });
      else delete localStorage[kept];
    } catch {
      // No room there: they are sent from this page all the same.
    }
    tell();
  };
  const send = async () => {
    if (busy || !waiting.size) return;
    busy = true;
    while (waiting.size) {
      const [[id, kom]] = waiting;
      const body = new URLSearchParams({ csrfmiddlewaretoken: csrfmiddlewaretoken.value, kom });
      const options = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout?.(15000) };
      const answer = await fetch(`${door.dataset.ticks}${id}/`, options).catch(() => null);
      stale = [0, 403].includes(answer?.status); // 0: led to the log-in page
      if (![204, 400, 404].includes(answer?.status)) break;
      if (waiting.get(id) === kom) waiting.delete(id);
      refused ||= answer.status !== 204;
      keep();
    }
    busy = false;
    tell();
  };

  door.addEventListener("change", ({ target }) => {
    const row = rows.get(target.closest("li").querySelector("input").value);
    if (target === row.party) row.box.checked = true;
    else if (row.party) row.party.selectedIndex = row.party.length - 1;
    waiting.set(row.box.value, came(row));
    keep();
    send();
  });
  door.addEventListener("submit", (event) => event.preventDefault()); // what others have ticked since stays
  search.addEventListener("input", () => {
    const words = folded(search.value).split(" ");
    for (const { line, name } of rows.values()) line.hidden = !words.every((word) => name.includes(word));
    find("nobody").hidden = [...rows.values()].some(({ line }) => !line.hidden);
  });
  search.addEventListener("focus", () => search.select());
  addEventListener("online", send);
  setInterval(send, 5000);
  for (const [id, kom] of waiting) {
    const row = rows.get(id);
    if (!row) continue;
    row.box.checked = kom > 0;
    if (row.party && kom) row.party.value = kom;
  }
  if (waiting.size) keep();
  send();
})();
