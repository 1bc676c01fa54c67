using HaDirector.VrrpHost;
using HaDirector.VrrpProcess;

// run PLAN LOG: the VRRP process. The plan and the log are files of the director process below.
if (args is ["run", .. string[] rest]) return VrrpProcessMain.Run(new VrrpProcessOptions(rest));
if (args is not [VrrpProcessOptions.DirectorVerb, string plan, string log]) return 64;
using StandInDirector director = new(plan, log);
return director.Run();
