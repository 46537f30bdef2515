/** Adds a button that folds all that is unfolded in a report, and the other way round. */
const parts = [...document.querySelectorAll<HTMLDetailsElement>('.report details')];
const footer = document.querySelector('.report footer');
if (footer && parts.length > 0) {
  const button = document.createElement('button');
  button.type = 'button';
  const isOpen = (): boolean => parts.some(({ open }) => open);
  const name = (): void => {
    button.textContent = isOpen() ? 'Fold everything' : 'Unfold everything';
  };
  button.addEventListener('click', () => {
    const next = !isOpen();
    for (const part of parts) part.open = next;
    name();
  });
  name();
  document.querySelector('.report .run-head')?.append(button);
}
