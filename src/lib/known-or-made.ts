interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
  delete(key: K): unknown;
}

/** What is known by a key, made where nothing is. A promise that fails is forgotten: whoever asks next tries again. */
export function knownOrMade<K, V>(store: Store<K, V>, key: K, make: () => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  store.set(key, fresh);
  if (fresh instanceof Promise) fresh.catch(() => store.get(key) === fresh && store.delete(key));
  return fresh;
}
