/** Where people read in an htm template. */

const LETTER = /\p{L}/u;

/**
 * Its runs of text and its attributes' values, each from tag to tag or quote to quote over the holes between.
 * → `[{text: "Còn {} ngày", isAttribute: false, holes: [0], pieces: [{at, from, to}, …]}, …]`
 */
export function runsOf(statics) {
  const runs = [];
  let pieces = [];
  let quote = ""; // the one an attribute's value stands in
  let isText = true;
  let from = 0;
  const end = (at, to) => {
    pieces.push({ at, from, to });
    const run = runOf(statics, pieces, isText);
    if (run) runs.push(run);
    pieces = [];
  };
  statics.forEach((chunk, at) => {
    from = 0;
    for (let n = 0; n < chunk.length; n++) {
      const letter = chunk[n];
      if (isText && letter === "<") {
        end(at, n);
        isText = false;
      } else if (quote && letter === quote) {
        end(at, n);
        quote = "";
      } else if (!isText && !quote && letter === ">") {
        isText = true;
        from = n + 1;
      } else if (!isText && !quote && letter === '"') {
        quote = letter;
        from = n + 1;
      }
    }
    if (isText || quote) pieces.push({ at, from, to: chunk.length });
  });
  if (isText && pieces.length) {
    const last = pieces.pop();
    from = last.from;
    end(last.at, last.to);
  }
  return runs;
}

/** Null where there is nothing to read. The space around a run stays as it is; what htm takes away inside is taken away. */
function runOf(statics, pieces, isText) {
  const texts = pieces.map(({ at, from, to }) => statics[at].slice(from, to));
  const isMade = !isText && texts.length > 1; // what is put into a title may itself be a word of ours
  if (!isMade && !texts.some((each) => LETTER.test(each))) return null;
  const kept = isText ? texts.map((each) => each.replace(/^\s*\n\s*|\s*\n\s*$/g, "")) : texts;
  const last = pieces.length - 1;
  const inside = pieces.map(({ at, from, to }, n) => ({
    at,
    from: n === 0 ? from + texts[n].length - texts[n].trimStart().length : from,
    to: n === last ? to - (texts[n].length - texts[n].trimEnd().length) : to,
  }));
  return {
    text: kept.join("{}").replace(/\s+/g, " ").trim(),
    isAttribute: !isText,
    holes: pieces.slice(0, -1).map(({ at }) => at),
    pieces: inside,
  };
}
