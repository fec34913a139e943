// Preloaded into every program that `npm start` runs: ends the program when its starter is gone, also
// when that was killed and could tell nobody.
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
}, 1000).unref();
