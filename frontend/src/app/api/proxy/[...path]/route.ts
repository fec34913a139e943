// Lets the pages' own scripts reach a handful of backend routes with the session of their cookie.
import type { NextRequest } from "next/server";
import { answerProxyRequest } from "../../../../api-proxy/answer-proxy-request.ts";
import { proxyRoutes } from "../../../../api-proxy/route-table.ts";
import { config } from "../../../../config.ts";
import { currentSession } from "../../../../session/current-session.ts";

type Context = Readonly<{ params: Promise<{ path: string[] }> }>;

async function answer(request: NextRequest, context: Context): Promise<Response> {
	const { path } = await context.params;
	return answerProxyRequest(request, path, {
		routes: proxyRoutes,
		backendUrl: config().backendUrl,
		baseUrl: config().baseUrl,
		session: currentSession,
		newRequestId: () => crypto.randomUUID(),
	});
}

// Every method comes in, so that the table and not the framework says what is allowed.
export {
	answer as DELETE,
	answer as GET,
	answer as HEAD,
	answer as OPTIONS,
	answer as PATCH,
	answer as POST,
	answer as PUT,
};
