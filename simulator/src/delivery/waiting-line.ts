// What is to be sent next: in the order it came, or by chance.

export interface WaitingLine<Item> {
	push(item: Item): void;
	/** The one at the given place of those waiting, from 0 to 1; undefined when nobody waits. */
	take(place: number): Item | undefined;
	isEmpty(): boolean;
	clear(): void;
}

/** Taking costs the same however long the line is. */
export function createWaitingLine<Item>(): WaitingLine<Item> {
	let items: Item[] = [];
	let head = 0;
	return {
		push: (item) => void items.push(item),
		take(place) {
			const chosen = head + Math.floor(place * (items.length - head));
			const item = items[chosen];
			const first = items[head];
			if (item === undefined || first === undefined) return undefined;
			items[chosen] = first;
			head += 1;
			if (head > 1000 && head * 2 > items.length) {
				items = items.slice(head);
				head = 0;
			}
			return item;
		},
		isEmpty: () => head >= items.length,
		clear() {
			items = [];
			head = 0;
		},
	};
}
