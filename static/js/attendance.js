(() => {
  "use strict";
  // Ticks at the door are sent one by one: <form data-ticks="address">. One that cannot be sent is kept, without any
  // name, and sent again until the server has said yes.
  const door = document.querySelector("form[data-ticks]");
  const kept = `ticks ${door.dataset.ticks}`;
  const waiting = new Map(JSON.parse(localStorage.getItem(kept) || "[]"));
  const status = door.querySelector("[data-ticks-status]");
  const boxes = new Map([...door.querySelectorAll("input[name=kom]")].map((box) => [box.value, box]));
  let busy = false;
  let refused = false;
  for (const [id, came] of waiting) if (boxes.has(id)) boxes.get(id).checked = came === "1";
  const keep = () => {
    if (waiting.size) localStorage.setItem(kept, JSON.stringify([...waiting]));
    else localStorage.removeItem(kept);
  };
  const send = async () => {
    if (busy) return;
    busy = true;
    for (const [id, came] of [...waiting]) {
      const body = new FormData(door);
      body.delete("kom");
      body.set("kom", came);
      const answer = await fetch(`${door.dataset.ticks}${id}/`, { method: "POST", body, redirect: "error" }).catch(() => null);
      if (!answer || answer.status >= 500) break;
      if (waiting.get(id) === came) waiting.delete(id);
      if (answer.status !== 204) refused = true;
    }
    busy = false;
    keep();
    status.textContent = refused
      ? "En av dem gick inte att pricka av: listan har ändrats. Ladda om sidan."
      : waiting.size ? `${waiting.size} att skicka, försöker igen …` : "Allt är sparat.";
  };
  door.addEventListener("change", (event) => {
    waiting.set(event.target.value, event.target.checked ? "1" : "0");
    keep();
    send();
  });
  addEventListener("online", send);
  setInterval(() => waiting.size && send(), 5000);
  if (waiting.size) send();
})();
