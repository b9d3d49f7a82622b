import CommandLineTool

Ninethirty.main()
