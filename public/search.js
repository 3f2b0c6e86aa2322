// Searching the show: the index is loaded once, and then all of it happens here, offline too.

const form = document.querySelector("[data-search]");
const field = form.elements.q;
const list = document.getElementById("results");
const count = document.getElementById("count");
const MOST = 50;

export function folded(text) {
  return text
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
}

export function wordsOf(text) {
  return folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function clock(seconds) {
  const parts = [Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const hours = Math.floor(seconds / 3600);
  const rest = String(parts[1]).padStart(2, "0");
  return hours ? `${hours}:${String(parts[0]).padStart(2, "0")}:${rest}` : `${parts[0]}:${rest}`;
}

// How well an episode fits, 0 for not at all; every word must begin one of its words.
export function fit(episode, words) {
  let sum = 0;
  const heard = new Set();
  for (const word of words) {
    const inTitle = (" " + folded(episode.title)).includes(" " + word);
    const inNotes = episode.spaced.includes(" " + word);
    const place = episode.heardSpaced.indexOf(" " + word);
    if (!inTitle && !inNotes && place < 0) return { sum: 0, heard };
    sum += (inTitle ? 5 : 0) + (inNotes ? 2 : 0) + (place < 0 ? 0 : 1);
    if (place >= 0) heard.add(parseInt(episode.heardSpaced.slice(place).split(":", 2)[1], 10));
  }
  return { sum, heard };
}

let loading;
function episodes() {
  loading ??= fetch(form.dataset.index)
    .then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    })
    .then((index) => {
      for (const episode of index.episodes) {
        episode.spaced = " " + episode.words;
        episode.heardSpaced = " " + episode.heard;
      }
      return index.episodes;
    })
    .catch((error) => {
      loading = undefined; // The next word that is typed tries again.
      throw error;
    });
  return loading;
}

function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
}

function paragraph(text, kind) {
  const made = document.createElement("p");
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function result(episode, heard) {
  const made = document.createElement("li");
  const page = form.dataset.root + episode.path;
  made.append(link(page, episode.title), paragraph(episode.shown, "facts"));
  if (episode.summary) made.append(paragraph(episode.summary));
  if (heard.size) {
    const places = paragraph(form.dataset.heard + " ", "facts");
    for (const second of [...heard].sort((a, b) => a - b)) {
      places.append(link(`${page}#t=${clock(second)}`, clock(second)), " ");
    }
    made.append(places);
  }
  return made;
}

async function search() {
  const asked = field.value;
  const words = wordsOf(asked);
  if (!words.length) {
    list.replaceChildren();
    count.textContent = "";
    return;
  }
  const all = await episodes();
  if (field.value !== asked) return; // More was typed while the index came.
  const found = all
    .map((episode) => ({ episode, ...fit(episode, words) }))
    .filter((one) => one.sum > 0)
    .sort((a, b) => b.sum - a.sum);
  list.replaceChildren(...found.slice(0, MOST).map((one) => result(one.episode, one.heard)));
  count.textContent = `${form.dataset.results} ${found.length}`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", "?q=" + encodeURIComponent(field.value));
  search().catch(() => {});
});
field.addEventListener("input", () => search().catch(() => {}));
// Now and not with the first letter: the network may be gone by then.
episodes().catch(() => {});
const asked = new URLSearchParams(location.search).get("q");
if (asked) {
  field.value = asked;
  search().catch(() => {});
}
