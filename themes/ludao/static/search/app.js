// What the box in a page's header loads at its first focus.

export { box } from "./header.js";
