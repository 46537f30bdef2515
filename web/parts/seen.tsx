import { Component, type ComponentChildren, createRef } from 'preact';

interface SeenProps {
  readonly children: ComponentChildren;
}

/** What is out of sight is drawn so often: for whoever hears the page, looks for a word in it, or prints it. */
const outOfSightMs = 1_000;
/** So near to what is on the screen it counts as seen, so that nobody scrolls to what is old. */
const near = '300px';

/** A part of a long page: what nobody sees of it costs next to nothing while events come without end. */
export class Seen extends Component<SeenProps> {
  readonly #place = createRef<HTMLDivElement>();
  #isSeen = true;
  #drawnAt = 0;
  #watch: IntersectionObserver | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount(): void {
    if (!this.#place.current) return;
    this.#watch = new IntersectionObserver((changes) => this.#look(changes.at(-1)?.isIntersecting ?? true), {
      rootMargin: near,
    });
    this.#watch.observe(this.#place.current);
  }

  override componentWillUnmount(): void {
    this.#watch?.disconnect();
    clearTimeout(this.#later);
  }

  override shouldComponentUpdate(): boolean {
    const left = this.#drawnAt + outOfSightMs - performance.now();
    if (this.#isSeen || left <= 0) return true;
    this.#later ??= setTimeout(() => this.forceUpdate(), left);
    return false;
  }

  #look(isSeen: boolean): void {
    this.#isSeen = isSeen;
    if (isSeen && this.#later !== undefined) this.forceUpdate();
  }

  override render({ children }: SeenProps) {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#drawnAt = performance.now();
    return <div ref={this.#place}>{children}</div>;
  }
}
