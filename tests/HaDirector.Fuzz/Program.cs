using HaDirector.Fuzz;

// Spoiled save files of ipvsadm and answers of the kernel through their readers, then mutated packets through the parsers and the machines behind them: no exception, no allocation, no hang, and nothing moves for what is dropped.
//   HaDirector.Fuzz [--packets 2000000] [--seed N] [--jobs N]
long packets = 2_000_000;
ulong seed = (ulong)Random.Shared.NextInt64();
int jobs = Environment.ProcessorCount;
for (int i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--packets": packets = long.Parse(args[i + 1]); break;
        case "--seed": seed = ulong.Parse(args[i + 1]); break;
        case "--jobs": jobs = int.Parse(args[i + 1]); break;
        default: throw new ArgumentException($"'{args[i]}' is no option");
    }
}

const int PacketsPerFile = 50; // a save file costs so much more than a packet
const int PacketsPerAnswer = 5;
int rules = RulesFuzz.Run(Math.Max(1, packets / PacketsPerFile), seed, Console.Out);
int answers = NetlinkFuzz.Run(Math.Max(1, packets / PacketsPerAnswer), seed, Console.Out);
return Math.Max(Math.Max(rules, answers), FuzzRun.Run(packets, seed, jobs, Console.Out));
