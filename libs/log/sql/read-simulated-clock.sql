select now from log.simulated_clock
