// Brings the index and lunr to the page: fetched once, tried again when the network or a new build gets in the way.

import lunr from "lunr";
import { IndexReader } from "./index_reader.js";

const PATIENCE = 20000;

async function bytes(url, again) {
  for (let turn = 0; ; turn++) {
    try {
      const signal = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
      const response = await fetch(url, { signal, cache: again ? "reload" : "default" });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      throw Object.assign(new Error(`${response.status} ${url}`), { gone: response.status === 404 });
    } catch (error) {
      if (error.gone || turn) throw error;
    }
  }
}

let opened;

/** {store, lunr} of the index below `base`; `again` after a build has replaced it. */
export function open(base, again) {
  if (!opened || again) {
    const store = new IndexReader((path, anew) => bytes(base + path, anew));
    opened = store.open(true).then(() => ({ store, lunr }));
    opened.catch(() => (opened = undefined));
  }
  return opened;
}
