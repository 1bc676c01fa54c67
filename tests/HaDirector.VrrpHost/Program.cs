using HaDirector.VrrpHost;
using HaDirector.VrrpProcess;

// run PLAN LOG: the VRRP process, with the folder of the plan as its run directory. The plan and the log are files of the director process below.
if (args is ["run", .. string[] rest]) return VrrpProcessMain.Run(new VrrpProcessOptions(rest) { RunDirectory = Path.GetDirectoryName(rest[0]) });
if (args is not [VrrpProcessOptions.DirectorVerb, string plan, string log]) return 64;
using StandInDirector director = new(plan, log);
return director.Run();
