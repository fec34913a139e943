// Lists every backend route that a browser may reach through this site. What is not here is a 404.

export type ProxyMethod = "GET" | "POST";

export type ProxyRoute = Readonly<{
	method: ProxyMethod;
	/** Below /api/proxy/; a segment that starts with a colon stands for one id. */
	template: string;
	/** Where it leads; the same ids in the same order. */
	upstream: `/api/v1/${string}`;
	queryKeys: readonly string[];
	/** `optional`: also answered, with less, to someone who is not signed in. */
	session: "required" | "optional";
}>;

/** Admin, webhook and identity routes are missing on purpose: no browser speaks to them here. */
export const proxyRoutes: readonly ProxyRoute[] = [
	{
		method: "POST",
		template: "stripe/create-checkout-session",
		upstream: "/api/v1/stripe/create-checkout-session",
		queryKeys: [],
		session: "required",
	},
	{
		method: "POST",
		template: "stripe/create-portal-session",
		upstream: "/api/v1/stripe/create-portal-session",
		queryKeys: [],
		session: "required",
	},
	{
		method: "GET",
		template: "stripe/checkout-sessions/:id",
		upstream: "/api/v1/stripe/checkout-sessions/:id",
		queryKeys: [],
		session: "required",
	},
	{
		method: "GET",
		template: "billing/tiers",
		upstream: "/api/v1/billing/tiers",
		queryKeys: [],
		session: "optional",
	},
	{
		method: "GET",
		template: "billing/me",
		upstream: "/api/v1/billing/me",
		queryKeys: [],
		session: "required",
	},
];
