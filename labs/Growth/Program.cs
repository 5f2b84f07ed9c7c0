return await EventOps.Lab.Growth.GrowthCommand.RunAsync(args);
