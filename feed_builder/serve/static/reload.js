// The open page comes anew when the show was built anew, and shows what stands in the way of that.

const events = new EventSource("/.feed-builder/events");
let seen = null;

function show(errors) {
  document.getElementById("build-errors")?.remove();
  if (!errors.length) return;
  const box = document.createElement("div");
  box.id = "build-errors";
  box.setAttribute("role", "alert");
  const list = document.createElement("ul");
  for (const error of errors) {
    const line = document.createElement("li");
    line.textContent = error;
    list.append(line);
  }
  box.append(list);
  document.body.prepend(box);
}

events.addEventListener("message", (message) => {
  const { number, errors } = JSON.parse(message.data);
  if (seen !== null && number !== seen && !errors.length) location.reload();
  else show(errors);
  seen = number;
});
addEventListener("pagehide", () => events.close());
