"use server";
// Signs this browser out.
import { redirect } from "next/navigation";
import { endSession } from "../session/current-session.ts";

export async function signOutHere(): Promise<void> {
	await endSession();
	redirect("/pricing");
}
