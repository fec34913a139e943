// The address of the sign-up form.
import type { Metadata } from "next";
import { IdentityPage } from "../../identity/identity-page.tsx";

export const metadata: Metadata = { title: "Create account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
	const { next } = await searchParams;
	return <IdentityPage purpose="sign-up" next={next} />;
}
