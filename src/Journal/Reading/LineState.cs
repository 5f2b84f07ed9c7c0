namespace EventOps.Journal.Reading;

internal enum LineState
{
    End,
    Whole,
    Torn,
    TooLong,
}
