// What the console may ask of the running simulator. Instants in unix seconds unless a name says ms.

/** Any object as the API would give it. */
export type Shown = Readonly<Record<string, unknown>>;

export interface ObjectType {
	/** The collection's name, as in an object's `object` field. */
	name: string;
	/** "Checkout sessions". */
	label: string;
	count: number;
}

export interface Page<Row> {
	rows: Row[];
	/** The id to ask for older ones, or null at the end. */
	older: string | null;
}

export interface EventRow {
	id: string;
	type: string;
	created: number;
	/** Id of the object it is about; null for the rare one without. */
	about: string | null;
	pendingWebhooks: number;
}

/** Counts are over the endpoint's newest deliveries, at most 2,000 of them. */
export interface EndpointRow {
	id: string;
	url: string;
	status: string;
	/** Since when it has taken nothing, and when it was or will be disabled for that; wall time, or null. */
	failingSinceMs: number | null;
	disabledAtMs: number | null;
	disablesAtMs: number | null;
	enabledEvents: string[];
	delivered: number;
	pending: number;
	failed: number;
	dropped: number;
}

/** `dropped` was lost on purpose. */
type DeliveryState = "pending" | "delivered" | "failed" | "dropped";

export interface DeliveryRow {
	id: string;
	event: string;
	eventType: string;
	endpoint: string;
	endpointUrl: string;
	state: DeliveryState;
	attempts: number;
	/** Status of the last answer, null when none came, undefined before the first attempt. */
	lastStatus: number | null | undefined;
	lastAtMs: number | null;
	nextAtMs: number | null;
}

export interface AttemptView {
	atMs: number;
	/** How long the answer took, in milliseconds. */
	tookMs: number;
	status: number | null;
	error: string | null;
	/** The beginning of the answer's body; null when there was none. */
	answer: string | null;
	/** The `Stripe-Signature` it was sent with. */
	signature: string;
}

export interface DeliveryView extends DeliveryRow {
	/** Byte for byte what is posted. */
	body: string;
	attemptsMade: AttemptView[];
}

export interface TestClockRow {
	id: string;
	name: string | null;
	status: string;
	frozenTime: number;
	customers: number;
}

/** A rule by which requests to Stripe's API go wrong. */
export interface FaultRow {
	id: string;
	kind: string;
	method: string | null;
	path: string;
	rate: number;
	/** How many are left to strike; null for no end. */
	left: number | null;
	matched: number;
	struck: number;
}

export interface FaultWanted {
	kind: string;
	/** Empty for any. */
	method: string;
	path: string;
	/** Per cent of the matching requests. */
	rate: number;
	/** 0 for no end. */
	count: number;
}

export interface EventFilter {
	/** A type, or the beginning of one: `invoice.` */
	type: string;
	/** Id of an object the event is about. */
	about: string;
	before: string | null;
}

export interface DeliveryFilter {
	endpoint: string;
	state: string;
	before: string | null;
}

/** Levers answer null when they were moved, or a sentence on why not. */
export interface ConsoleBilling {
	overview(): { offset: number; types: ObjectType[] };
	listObjects(type: string, search: string, before: string | null): Page<Shown> | undefined;
	/** Looks through all types. */
	searchObjects(search: string): Shown[];
	/** The label of a type, or its own word. */
	labelOf(type: string): string;
	findObject(id: string): Shown | undefined;
	listEvents(filter: EventFilter): Page<EventRow>;
	listEndpoints(): EndpointRow[];
	listDeliveries(filter: DeliveryFilter): Page<DeliveryRow>;
	findDelivery(id: string): DeliveryView | undefined;
	deliveriesOf(event: string): DeliveryRow[];
	resend(delivery: string): string | null;
	/** `7d`, `1mo`, … as the control API takes it. */
	moveClock(advance: string): string | null;
	listTestClocks(): TestClockRow[];
	moveTestClock(id: string, advance: string): string | null;
	faultKinds(): readonly string[];
	listFaults(): FaultRow[];
	addFault(wanted: FaultWanted): string | null;
	removeFault(id: string): string | null;
	reset(): void;
	/** Calls back after every change; answers how to stop. */
	watch(changed: () => void): () => void;
}
