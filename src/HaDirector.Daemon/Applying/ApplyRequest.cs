using HaDirector.Control;
using HaDirector.Engine;

namespace HaDirector.Daemon.Applying;

/// <summary>A file that is to be applied.</summary>
/// <param name="Plan">What it says.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="File">Its name.</param>
/// <param name="By">Who asks.</param>
/// <param name="Confirm">How long it waits for its confirmation; null needs none.</param>
/// <param name="Watch">How long it is watched; null is as long as the change needs.</param>
internal sealed record ApplyRequest(Plan Plan, byte[] Content, string File, JournalAuthor By, TimeSpan? Confirm, TimeSpan? Watch);
