/** A function that is asked once for each object, and remembers what it said for as long as the object lives. */
export function remembered<K extends object, V>(answer: (about: K) => V): (about: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (about) => {
    const found = known.get(about) ?? { value: answer(about) };
    known.set(about, found);
    return found.value;
  };
}
