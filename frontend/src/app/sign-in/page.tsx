// The address of the sign-in form.
import type { Metadata } from "next";
import { IdentityPage } from "../../identity/identity-page.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
	const { next } = await searchParams;
	return <IdentityPage purpose="sign-in" next={next} />;
}
