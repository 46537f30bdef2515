/** Thrown where a text is written so that no line can be changed safely: it is then left to a person. */
export class Strange extends Error {}
