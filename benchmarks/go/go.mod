module dev.loomtrace/benchmarks

go 1.24
