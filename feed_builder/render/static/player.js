// The player. Sound plays without any of this; here it gets chapters, a transcript that follows,
// speed, skips, a memory, links to a time, keys and the lock screen.

const KEPT = "place:";
const SPEED = "speed";
const LEAST = 5; // seconds; nobody wants to come back to the very beginning or end
const root = document.documentElement;

// --- Times ------------------------------------------------------------------------------------

// "1:23", "1:02:03", "83", "83.5" and "1h2m3s" in seconds; null for anything else.
export function seconds(text) {
  const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(text);
  if (text && units) return (+units[1] || 0) * 3600 + (+units[2] || 0) * 60 + (+units[3] || 0);
  if (!/^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(text)) return null;
  return text.split(":").reduce((sum, part) => sum * 60 + parseFloat(part), 0);
}

export function clock(time) {
  const whole = Math.floor(time);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

function timeInAddress() {
  const said = /^#t=([^&]+)/.exec(location.hash.replace(/%3a/gi, ":"));
  return said ? seconds(said[1]) : null;
}

// --- Memory: where somebody stopped, on this device only ----------------------------------------

const memory = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // A browser may forbid it.
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Then nothing is remembered.
    }
  },
};

function keyOf(audio) {
  return KEPT + new URL(audio.getAttribute("src"), location.href).pathname;
}

function remember(audio) {
  const place = audio.currentTime;
  const inside = place > LEAST && place < audio.duration - LEAST;
  memory.set(keyOf(audio), inside ? String(Math.floor(place)) : null);
}

// --- Sound --------------------------------------------------------------------------------------

// Go to a time, once the recording is known well enough for that.
function seek(audio, time) {
  const go = () => (audio.currentTime = Math.min(time, audio.duration || time));
  if (audio.readyState >= 1) go();
  else {
    audio.addEventListener("loadedmetadata", go, { once: true });
    audio.preload = "metadata";
    if (audio.networkState !== 2) audio.load();
  }
}

function play(audio) {
  audio.play().catch(() => {}); // A browser may want a click first; then it stands ready.
}

function jump(audio, time) {
  seek(audio, time);
  play(audio);
}

const all = [...document.querySelectorAll("audio")];
for (const audio of all) {
  let returned = false;
  audio.addEventListener("play", () => {
    for (const other of all) if (other !== audio) other.pause();
    if (!returned && audio.currentTime < 1 && timeInAddress() === null) {
      const place = Number(memory.get(keyOf(audio)));
      if (place) seek(audio, place);
    }
    returned = true;
  });
  let last = 0;
  audio.addEventListener("timeupdate", () => {
    if (Math.abs(audio.currentTime - last) < 2) return;
    last = audio.currentTime;
    if (!audio.paused) remember(audio);
  });
  audio.addEventListener("pause", () => remember(audio));
  audio.addEventListener("ended", () => memory.set(keyOf(audio), null));
}

// --- What surrounds one player ------------------------------------------------------------------

// Links to a place in the sound: without this script they open the file there.
function wireLinks(audio, scope) {
  for (const link of scope.querySelectorAll("a[data-second]")) {
    const time = Number(link.dataset.second);
    link.href = `#t=${clock(time)}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      jump(audio, time);
    });
  }
}

function markChapters(audio) {
  const links = [...document.querySelectorAll(".chapters a[data-second]")];
  const starts = links.map((link) => Number(link.dataset.second));
  let now = -1;
  audio.addEventListener("timeupdate", () => {
    const place = starts.findLastIndex((start) => start <= audio.currentTime + 0.05);
    if (place === now) return;
    links[now]?.removeAttribute("aria-current");
    links[place]?.setAttribute("aria-current", "true");
    now = place;
  });
  return starts;
}

// The words that are being said are marked, and stay in sight for whoever wants that.
function followTranscript(audio, transcript) {
  const cues = [...transcript.querySelectorAll(".cue[data-start]")];
  const starts = cues.map((cue) => Number(cue.dataset.start));
  const follow = transcript.querySelector("[data-follow]");
  let now = -1;
  transcript.querySelector("div.said")?.classList.add("ready");
  cues.forEach((cue, place) =>
    cue.addEventListener("click", () => {
      if (String(getSelection()) === "") jump(audio, starts[place]);
    }),
  );
  audio.addEventListener("timeupdate", () => {
    const place = starts.findLastIndex((start) => start <= audio.currentTime + 0.05);
    if (place === now) return;
    cues[now]?.classList.remove("now");
    cues[place]?.classList.add("now");
    now = place;
    if (place >= 0 && follow?.checked && !audio.paused && inSight(transcript)) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      cues[place].scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
  });
}

function inSight(element) {
  const box = element.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0;
}

function searchTranscript(transcript) {
  const field = transcript.querySelector("[data-find]");
  const told = transcript.querySelector("[data-found]");
  const cues = [...transcript.querySelectorAll(".cue")];
  const texts = cues.map((cue) => plain(cue.textContent));
  let found = [];
  let at = -1;
  const show = (step) => {
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    found[at].scrollIntoView({ block: "center" });
    told.textContent = `${at + 1}/${found.length}`;
  };
  field.addEventListener("input", () => {
    const wanted = plain(field.value).trim();
    cues.forEach((cue, place) => cue.classList.toggle("found", wanted !== "" && texts[place].includes(wanted)));
    found = cues.filter((cue) => cue.classList.contains("found"));
    at = -1;
    told.textContent = wanted && !found.length ? told.dataset.none : "";
    show(1);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") show(event.shiftKey ? -1 : 1);
  });
}

function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");
}

// A long transcript lies on a page of its own and is brought here.
async function bringTranscript(transcript) {
  const answer = await fetch(transcript.dataset.from);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector("div.said");
  if (said) transcript.append(document.adoptNode(said));
}

async function wireTranscript(audio) {
  const transcript = document.querySelector("[data-transcript]");
  if (!transcript) return;
  if (transcript.dataset.from) await bringTranscript(transcript).catch(() => {});
  if (!transcript.querySelector(".cue")) {
    transcript.querySelector(".finder")?.remove();
    return;
  }
  wireLinks(audio, transcript);
  followTranscript(audio, transcript);
  searchTranscript(transcript);
  transcript.querySelector(".finder").hidden = false;
}

function wireControls(player, audio) {
  const controls = player.querySelector(".controls");
  const speed = controls.querySelector("[data-speed]");
  for (const button of controls.querySelectorAll("[data-skip]")) {
    button.addEventListener("click", () => seek(audio, Math.max(0, audio.currentTime + Number(button.dataset.skip))));
  }
  speed.addEventListener("change", () => {
    audio.playbackRate = Number(speed.value);
    memory.set(SPEED, speed.value);
  });
  const usual = memory.get(SPEED);
  if ([...speed.options].some((option) => option.value === usual)) {
    speed.value = usual;
    audio.defaultPlaybackRate = audio.playbackRate = Number(usual);
  }
  const share = controls.querySelector("[data-share]");
  share.addEventListener("click", () => shareTime(player, audio, share, controls.querySelector("output")));
  controls.hidden = false;
}

async function shareTime(player, audio, button, said) {
  const page = new URL(player.dataset.link ?? location.href);
  page.hash = `t=${clock(audio.currentTime)}`;
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: player.dataset.title, url: page.href });
      return;
    }
    await navigator.clipboard.writeText(page.href);
    said.textContent = button.dataset.done;
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = page.href;
  }
}

// Keys work while the focus is in the player (WCAG 2.1.4), and not while somebody writes.
function wireKeys(player, audio, speed) {
  const rate = (step) => {
    speed.selectedIndex = Math.min(speed.options.length - 1, Math.max(0, speed.selectedIndex + step));
    speed.dispatchEvent(new Event("change"));
  };
  const keys = {
    k: () => (audio.paused ? play(audio) : audio.pause()),
    j: () => seek(audio, Math.max(0, audio.currentTime - 15)),
    l: () => seek(audio, audio.currentTime + 30),
    m: () => (audio.muted = !audio.muted),
    "<": () => rate(-1),
    ">": () => rate(1),
    0: () => seek(audio, 0),
  };
  player.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function wireMediaSession(player, audio, starts) {
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  const chapter = (step) => {
    const now = starts.findLastIndex((start) => start <= audio.currentTime + 0.05);
    const next = starts[now + step];
    if (next !== undefined) seek(audio, next);
  };
  const actions = {
    play: () => play(audio),
    pause: () => audio.pause(),
    seekbackward: (told) => seek(audio, Math.max(0, audio.currentTime - (told.seekOffset ?? 15))),
    seekforward: (told) => seek(audio, audio.currentTime + (told.seekOffset ?? 30)),
    seekto: (told) => seek(audio, told.seekTime),
    ...(starts.length ? { previoustrack: () => chapter(-1), nexttrack: () => chapter(1) } : {}),
  };
  audio.addEventListener("play", () => {
    const { title, show, artwork } = player.dataset;
    const pictures = [{ src: new URL(artwork, location.href).href }];
    session.metadata = new MediaMetadata({ title, artist: show, artwork: pictures });
    for (const [name, act] of Object.entries(actions)) {
      try {
        session.setActionHandler(name, act);
      } catch {
        // This browser does not know that action.
      }
    }
  });
}

function wire(player) {
  const audio = player.querySelector("audio");
  wireControls(player, audio);
  wireLinks(audio, document);
  const starts = markChapters(audio);
  wireTranscript(audio);
  wireKeys(player, audio, player.querySelector("[data-speed]"));
  wireMediaSession(player, audio, starts);
  const goThere = () => {
    const time = timeInAddress();
    if (time !== null) seek(audio, time);
  };
  goThere();
  addEventListener("hashchange", goThere);
}

const player = document.querySelector("[data-player]");
if (player) wire(player);
root.dataset.ready = "";
