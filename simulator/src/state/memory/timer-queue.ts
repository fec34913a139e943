// Timers by due instant: a binary heap that forgets replaced timers lazily.
import { firstOfASecond, type Timer } from "../../billing/core/time/timers.ts";

interface Slot {
	id: string;
	dueAt: number;
	/** Whether it comes before whatever else is due at that second. */
	first: boolean;
	/** Breaks ties in the order the timers were set. */
	place: number;
}

export interface TimerQueue {
	push(timer: Timer): void;
	/** The earliest timer that still stands as `current` knows it. */
	peek(current: (id: string) => Timer | undefined): Timer | undefined;
}

export function createTimerQueue(): TimerQueue {
	const heap: Slot[] = [];
	let place = 0;
	return {
		push(timer) {
			place += 1;
			const first = firstOfASecond.has(timer.kind);
			heap.push({ id: timer.id, dueAt: timer.dueAt, first, place });
			siftUp(heap);
		},
		peek(current) {
			for (;;) {
				const first = heap[0];
				if (first === undefined) return undefined;
				const timer = current(first.id);
				if (timer?.dueAt === first.dueAt) return timer;
				dropFirst(heap);
			}
		},
	};
}

function comesBefore(left: Slot | undefined, right: Slot | undefined): boolean {
	if (left === undefined || right === undefined) return false;
	if (left.dueAt !== right.dueAt) return left.dueAt < right.dueAt;
	if (left.first !== right.first) return left.first;
	return left.place < right.place;
}

function swap(heap: Slot[], one: number, other: number): void {
	const [first, second] = [heap[one], heap[other]];
	if (first === undefined || second === undefined) return;
	heap[one] = second;
	heap[other] = first;
}

function siftUp(heap: Slot[]): void {
	let child = heap.length - 1;
	while (child > 0) {
		const parent = (child - 1) >> 1;
		if (!comesBefore(heap[child], heap[parent])) return;
		swap(heap, child, parent);
		child = parent;
	}
}

function dropFirst(heap: Slot[]): void {
	const last = heap.pop();
	if (last === undefined || heap.length === 0) return;
	heap[0] = last;
	let parent = 0;
	for (;;) {
		const left = 2 * parent + 1;
		const smaller = comesBefore(heap[left + 1], heap[left]) ? left + 1 : left;
		if (!comesBefore(heap[smaller], heap[parent])) return;
		swap(heap, smaller, parent);
		parent = smaller;
	}
}
