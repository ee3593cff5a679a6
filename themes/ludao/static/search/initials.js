// Initials: those of whole words and names, and any of titles and tags. Loaded when letters are perhaps initials.
// jianbao/search/asking/sounds.py and grams.py said again.

// What it shares with the rest then lies in one file.
import "./header.js";
import { anywhere, joined } from "./chain.js";
import { fold, HAN, spread } from "./grams.js";
import { place } from "./shard.js";
import { pairs, step } from "./sounds.js";
import { heard, letters } from "./spell.js";

const SURNAMES =
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖" +
  "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢骆岳" +
  "齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强丛";
const POSTS = "长员授士师记席任者生理委", NAME = `[${SURNAMES}][${HAN}]{2}`;
const BETWEEN = new RegExp(`(?<![${HAN}])[${HAN}]{3,5}(?![${HAN}])`, "gu");
// 等 ends a list as a mark would.
const LISTED = [3, 4, 5].map((many) => new RegExp(`(?<![${HAN}])[${HAN}]{${many}}(?=等)`, "gu"));
const NAMED = new RegExp(`(?=((?<![${HAN}])${NAME}|(?<=[${POSTS}])${NAME}|${NAME}(?![${HAN}])))`, "gu");
const SURE = 4;

/** What stands between marks or ends a list, and names. */
export const words = (folded) => new Set([...[BETWEEN, ...LISTED].flatMap((each) => folded.match(each) ?? []), ...[...folded.matchAll(NAMED)].map((match) => match[1])]);

/** Whether a word is probably a person's name: a surname and two characters. */
export const isName = (word) => [...word].length === 3 && SURNAMES.includes([...word][0]);

/** Any initials of titles and tags; or as whole words and names, wherever they stand. */
export async function byInitials(store, row, hears, most) {
  const { count } = store, firsts = row.map((sound) => [...heard(sound, store.own)][0]), heads = firsts.join("");
  if (hears.words) {
    const steps = [step("word", await gram(named(store), `${heads}.`))];
    return { row, steps, fields: joined(steps, count) };
  }
  const size = Math.min(firsts.length, 3);
  const grams = spread(firsts.slice(size - 1).map((_, i) => firsts.slice(i, i + size).join("")), most);
  // The first and the last tell in most cases that nobody has them all.
  const ends = await Promise.all([...new Set([grams[0], grams.at(-1)])].map(async (each) => step("", await gram(store, each))));
  if (!joined(ends, count).some(Boolean)) return null;
  const steps = await Promise.all(grams.map(async (each) => step(`${each}.`, await gram(store, each))));
  const [now, more] = await pairs(store, row, hears, most);
  for (const one of more) {
    steps.push(step(one.name, one.terms.map((t) => ({ ...t, articles: [...t.articles.slice(0, 2), []] })), one.linked));
  }
  const fields = joined(steps, count);
  return { row: now, steps, fields, sure: row.length > SURE ? anywhere([fields[0], fields[1]], count) : null };
}

const gram = (store, text) => letters.headed(store).terms("i", text, "", (t) => t === text);

const known = new WeakSet();

/** An index with the words of its newest articles filed by their initials, as those of the others are in its shards. */
function named(store) {
  if (!known.has(store)) {
    store.youngTerms("i");
    store.manifest["young"].forEach(([title, , , , , tags, , text], i) => [title, tags.join("\n"), text].forEach((part, field) => {
      const initials = (word) => `${[...word].map((c) => [...(store.own.get(c) ?? c)][0]).join("")}.`;
      const found = new Set([...words(fold(part, store.written))].map(initials));
      for (const each of found) store.file("i", place(each), each, field, store.firstYoung + i);
    }));
    known.add(store);
  }
  return store;
}
