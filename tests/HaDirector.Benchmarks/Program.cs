using HaDirector.Benchmarks;
using HaDirector.Benchmarks.Checks;
using HaDirector.Benchmarks.Death;
using HaDirector.Benchmarks.Outage;
using HaDirector.Benchmarks.Table;

// Whole-process benchmarks next to keepalived in the same run. Each needs root (probes does not); figures go to docs/performance.md.
return args switch
{
    ["adverts", .. var rest] => await AdvertBenchmark.RunAsync(Arguments.Parse(rest)),
    ["footprint", .. var rest] => await FootprintBenchmark.RunAsync(Arguments.Parse(rest)),
    ["outage", .. var rest] => OutageBenchmark.Run(Arguments.Parse(rest)),
    ["routers", .. var rest] => await RoutersBenchmark.RunAsync(Arguments.Parse(rest)),
    ["probe", var address] => ProbeClient.Run(address),
    ["echo", var address, var letter] => EchoServer.Run(address, letter),
    ["bfd", .. var rest] => await BfdBenchmark.RunAsync(Arguments.Parse(rest)),
    ["checks", .. var rest] => await ChecksBenchmark.RunAsync(ChecksArguments.Parse(rest)),
    ["death", .. var rest] => DeathBenchmark.Run(DeathArguments.Parse(rest)),
    ["probes", .. var rest] => await ProbeBenchmark.RunAsync(Arguments.Parse(rest)),
    ["ipvs", .. var rest] => TableBenchmark.Run(TableArguments.Parse(rest)),
    ["kernel-alone", var services] => KernelAlone.Run(services),
    ["listen"] => WeightChange.Listen(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: HaDirector.Benchmarks adverts   [--exe PATH] [--seconds 60] [--interval-ms 10] [--checks 2000]
               HaDirector.Benchmarks footprint [--exe PATH] [--repeat 5]
               HaDirector.Benchmarks outage    [--exe PATH] [--interval-ms 1000] [--repeat 10] [--faults graceful,cut,...]
               HaDirector.Benchmarks routers   [--exe PATH] [--interval-ms 1000] [--seconds 60]
               HaDirector.Benchmarks bfd       [--exe PATH] [--minutes 10 | --seconds 600]
               HaDirector.Benchmarks checks    [--exe PATH] [--kinds tcp,http] [--targets 1000,5000] [--products hadirector,haproxy] [--interval-ms 1000]
                                               [--seconds 20 | --minutes 30] [--warm 15] [--repeat 1] [--max] [--delay-ms 10] [--dying 10]
               HaDirector.Benchmarks death     [--exe PATH] [--events 240] [--interval-ms 200] [--timeout-ms 100] [--fall 2] [--rise 2]
               HaDirector.Benchmarks probes    [--checks 2000] [--seconds 60]
               HaDirector.Benchmarks ipvs      [--exe PATH] [--services 1000] [--large 10000] [--products kernel,hadirector,keepalived,ipvsadm] [--repeat 3] [--keep FOLDER]
        """);
    return 2;
}
