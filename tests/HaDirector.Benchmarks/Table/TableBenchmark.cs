using System.Globalization;

namespace HaDirector.Benchmarks.Table;

/// <summary>
/// The kernel's table through whole programs, one after the other in one namespace: programmed from empty, reloaded without a change, one weight
/// changed by a verdict, emptied by a graceful stop. Every time is that of the messages on netlink, or of the line a program prints.
/// </summary>
internal static class TableBenchmark
{
    private const string Host = "hb-table";

    public static int Run(TableArguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-bench-").FullName;
        try
        {
            Console.WriteLine(TableRow.Head);
            for (int run = 1; run <= arguments.Repeat; run++)
                foreach (string product in arguments.Products) Measure(product, new TableLoad(arguments.Services), run, arguments, folder);
            for (int run = 1; run <= arguments.Repeat && arguments.Large > 0; run++)
                foreach (string product in arguments.Products.Where(product => product is "kernel" or "hadirector")) Measure(product, new TableLoad(arguments.Large), run, arguments, folder);
            return 0;
        }
        finally
        {
            Shell.Try("ip", "netns", "del", Host);
            if (arguments.Keep.Length > 0) Shell.Run("cp", "-r", folder, arguments.Keep);
            Directory.Delete(folder, recursive: true);
        }
    }

    // A namespace for each: the kernel keeps removed servers for two minutes and looks through them all whenever one is added.
    private static void NewHost()
    {
        Shell.Try("ip", "netns", "del", Host);
        Thread.Sleep(3000); // what was there is taken away in the background
        Shell.Run("ip", "netns", "add", Host);
        Shell.Run("ip", "-n", Host, "link", "set", "lo", "up");
    }

    private static void Measure(string name, TableLoad load, int run, TableArguments arguments, string folder)
    {
        string place = Directory.CreateDirectory(Path.Combine(folder, $"{name}-{load.Services}-{run}")).FullName;
        string config = Path.Combine(place, "config"), log = Path.Combine(place, "log"), capture = Path.Combine(place, "netlink.pcap");
        TableRow Row(string what) => new(load.Services, name, what, run);
        NewHost();
        switch (name)
        {
            case "kernel":
                Short(Row("add all"), ["dotnet", typeof(TableBenchmark).Assembly.Location, "kernel-alone", load.Services.ToString(CultureInfo.InvariantCulture)]);
                break;
            case "ipvsadm":
                File.WriteAllText(config, load.Rules());
                Short(Row("add all"), ["/bin/sh", "-c", $"exec ipvsadm -R < {config}"]);
                Short(Row("remove all"), ["ipvsadm", "-C"]);
                break;
            case "keepalived":
                File.WriteAllText(config, load.Keepalived());
                string Pid(string part) => Path.Combine(place, part + ".pid");
                Daemon(["keepalived", "--dont-fork", "--log-console", "-C", "-f", config, "-p", Pid("main"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd")]);
                break;
            case "hadirector":
                File.WriteAllText(config, load.Yaml(withCheck: false));
                Check();
                string[] daemon = [arguments.Exe, "run", "--config", config, "--director", "lb01", "--run-dir", Path.Combine(place, "run")];
                Daemon(daemon);
                NewHost();
                File.WriteAllText(config, load.Yaml(withCheck: true));
                WeightChange.Measure(Host, place, load, daemon, Row("one weight"));
                break;
            default:
                throw new ArgumentException($"no product {name}");
        }

        void Check()
        {
            using Product check = new(Host, log + ".check", arguments.Exe, "check", config, "--director", "lb01");
            double ended = check.Ended(TimeSpan.FromMinutes(1));
            Row("check the file").Print([], check.Started, ended, double.NaN);
        }

        void Short(TableRow row, string[] command)
        {
            using NetlinkWatch watch = new(Host, capture);
            using Product product = new(Host, log, command);
            double ended = product.Ended(TimeSpan.FromMinutes(2));
            row.Print(watch.Stop(), product.Started, ended, double.NaN);
            KernelTable.Expect(Host, row.What == "add all" ? load.Services : 0, row.What == "add all" ? load.Servers : 0);
        }

        void Daemon(string[] command)
        {
            using NetlinkWatch watch = new(Host, capture);
            using Product product = new(Host, log, command);
            KernelTable.WaitForQuiet(watch, load);
            IReadOnlyList<NetlinkWatch.Seen> seen = watch.Stop();
            KernelTable.Expect(Host, load.Services, load.Servers);
            Thread.Sleep(3000);
            Row("add all").Print(seen, product.Started, double.NaN, Checks.Sample.Of(product.Id).LargestPssMiB);

            for (int reload = 0; reload < 2; reload++)
            {
                using NetlinkWatch quiet = new(Host, capture + ".reload");
                double from = Product.Now, cpu = Checks.Sample.Of(product.Id).CpuSeconds;
                product.Signal("HUP");
                double to = name == "hadirector" ? product.LineAfter(from, "reloaded:") : KernelTable.WhenIdle(product.Id, cpu);
                Row("reload without a change").Print(quiet.Stop(), from, to, Checks.Sample.Of(product.Id).LargestPssMiB);
            }

            using NetlinkWatch last = new(Host, capture + ".stop");
            double asked = Product.Now;
            product.Signal("TERM");
            double ended = product.Ended(TimeSpan.FromSeconds(20));
            Row($"graceful stop, {KernelTable.Services(Host)} services left").Print(last.Stop(), asked, ended, double.NaN);
        }
    }
}
