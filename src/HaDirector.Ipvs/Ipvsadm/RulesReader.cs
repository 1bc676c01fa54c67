using System.Globalization;
using System.Text;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Reads a save file piece by piece, and judges each line against all before it and against the table it meets.</summary>
/// <remarks>
/// Blank lines and what follows a word that begins with # are nothing (ipvsadm means to skip comments and stumbles over them). Memory is bounded
/// whatever comes: a line has <see cref="LongestLine"/> bytes, a table <see cref="MostRules"/> rules, and <see cref="KeptFaults"/> faults are kept.
/// </remarks>
public sealed class RulesReader
{
    /// <summary>Bytes of the longest line that is read.</summary>
    public const int LongestLine = 4096;

    /// <summary>The most rules of one file.</summary>
    public const int MostRules = 2_000_000;

    /// <summary>How many faults are kept; the rest are counted.</summary>
    public const int KeptFaults = 20;

    /// <summary>After so many faults a file that is taken whole or not at all is not read on.</summary>
    public const int MostFaults = 1000;

    private readonly bool _partial;
    private readonly INames _names;
    private readonly RulesTable _table;
    private readonly byte[] _line = new byte[LongestLine];
    private readonly List<RulesStep> _steps = [];
    private readonly List<RulesFault> _faults = [];
    private readonly List<string> _words = [];
    private readonly List<int> _columns = [];
    private int _length;
    private long _number, _faultCount;
    private bool _tooLong;

    /// <param name="start">The table that the first line meets.</param>
    /// <param name="names">What names of hosts and ports mean.</param>
    /// <param name="partial">Whether the lines that stand will be used although others do not.</param>
    public RulesReader(IpvsTable start, INames names, bool partial = false) => (_table, _names, _partial) = (new RulesTable(start), names, partial);

    /// <summary>Whether there is no use in reading on.</summary>
    public bool IsHopeless => (!_partial && _faultCount >= MostFaults) || _steps.Count >= MostRules;

    /// <summary>Takes the next bytes of the file.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsHopeless)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
            _tooLong |= part.Length > _line.Length - _length;
            if (!_tooLong)
            {
                part.CopyTo(_line.AsSpan(_length));
                _length += part.Length;
            }

            if (end >= 0) EndLine();
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
    }

    /// <summary>Ends the file: the last line needs no newline.</summary>
    public Rules Finish()
    {
        bool whole = !IsHopeless;
        if (whole && (_length > 0 || _tooLong)) EndLine();
        if (_steps.Count >= MostRules) Blame(1, "the file is too long", string.Create(CultureInfo.InvariantCulture, $"the bound is {MostRules} rules"));
        return new Rules(_steps, _faults, _faultCount, _number, whole, _table.ToTable());
    }

    private void EndLine()
    {
        _number++;
        if (_tooLong) Blame(1, "the line is too long", string.Create(CultureInfo.InvariantCulture, $"the bound is {LongestLine} bytes"));
        else Read(_line.AsSpan(0, _length));
        (_length, _tooLong) = (0, false);
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        Split(line);
        if (_words.Count == 0) return;
        if (_words.Count > 1 && _words[^1] == "-b") RemoveLast(); // ipvsadm saves a hash with the third flag so
        int end = Math.Max(line.TrimEnd(" \t\r"u8).Length + 1, _columns[^1]);
        if (!IpvsadmLine.TryParse(_words, _names, out IpvsadmCommand? command, out IpvsadmFault? fault, saved: true) || !_table.Take(command, _words, _number, out fault))
        {
            // ipvsadm sends its user to its help then; a file has a line and deserves a reason.
            bool reasonless = fault.Message == IpvsadmFault.NoCommand;
            Blame(fault.Word < _columns.Count ? _columns[fault.Word] : end, reasonless ? fault.Hint! : fault.Message, reasonless ? null : fault.Hint);
            return;
        }

        _steps.Add(new RulesStep(_number, command));
    }

    private void RemoveLast()
    {
        _words.RemoveAt(_words.Count - 1);
        _columns.RemoveAt(_columns.Count - 1);
    }

    private void Split(ReadOnlySpan<byte> line)
    {
        _words.Clear();
        _columns.Clear();
        for (int at = 0; at < line.Length;)
        {
            int length = line[at..].IndexOfAny(" \t\r"u8);
            if (length < 0) length = line.Length - at;
            if (length > 0)
            {
                if (line[at] == '#') return;
                ReadOnlySpan<byte> word = line.Slice(at, length);
                if (_words.Count > 0 || !word.SequenceEqual("ipvsadm"u8))
                {
                    _words.Add(Encoding.Latin1.GetString(word));
                    _columns.Add(at + 1);
                }
            }

            at += length + 1;
        }
    }

    private void Blame(int column, string message, string? hint)
    {
        if (_faultCount++ < KeptFaults) _faults.Add(new RulesFault(_number, column, message, hint));
    }
}
