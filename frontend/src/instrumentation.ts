// Runs once when the server starts, so that wrong settings stop it before the first visitor.
import { config } from "./config.ts";

export function register(): void {
	config();
}
