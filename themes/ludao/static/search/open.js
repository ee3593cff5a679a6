// Brings the index to the page: fetched once, tried again when the network or a new build gets in the way.

import lunr from "lunr";
import { IndexReader } from "./index_reader.js";

const PATIENCE = 20000;

/** What went wrong, for readers: an error of ours never says that it is the network's. */
export function told(error) {
  if (error.network) return "网络不通，搜索没有完成。";
  if (error.outdated) return "网站刚更新过，请刷新这一页再搜。";
  if (error.status) return `网站的服务器没有给出搜索文件（${error.status}），请稍后再试。`;
  return `搜索程序出了错，不是您的网络的问题。请换个写法再试，或把这句话告诉本站：${error.name}: ${error.message}`;
}

/** What a server sends for an address, or for a range of its bytes. */
async function bytes(url, again, range) {
  const headers = range && { Range: `bytes=${range[0]}-${range[1] - 1}` };
  for (let turn = 0; ; turn++) {
    let response;
    try {
      const signal = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
      response = await fetch(url, { signal, headers, cache: again ? "reload" : "default" });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      if (turn) throw Object.assign(new Error(`${error.message} ${url}`), { network: true });
      continue;
    }
    const { status } = response;
    if (status === 404 || turn) throw Object.assign(new Error(`${status} ${url}`), { status, gone: status === 404 });
  }
}

let opened;

/** {store, lunr} of the index below `base`; `again` after a build has replaced it. */
export function open(base, again) {
  if (!opened || again) {
    const store = new IndexReader((path, ...how) => bytes(base + path, ...how));
    opened = store.open(true).then(() => ({ store, lunr }));
    opened.catch(() => (opened = undefined));
  }
  return opened;
}
